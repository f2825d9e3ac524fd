// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Containers.h"
#include "workspace/ContainerNetwork.h"
#include "workspace/DiskQuota.h"
#include "workspace/DockerRuntime.h"
#include "workspace/FileVolumes.h"
#include "workspace/Ledger.h"
#include "workspace/WireChannel.h"

namespace workspace {

/// One workspace's container on an engine, with its volumes: how it is made, reached and removed.
/// Its owner sees to it that one thing happens at a time.
class DockerContainer
{
public:
    /// @p imageId is what the image is now.
    DockerContainer(std::shared_ptr<docker::Engine> engine, const DockerOptions &options,
                    const WorkspaceRecord &record, const QString &imageId);

    const QString &name() const { return m_spec.name; }
    const docker::ContainerSpec &spec() const { return m_spec; }
    const std::shared_ptr<docker::Engine> &engine() const { return m_engine; }

    /// The id of the container that is there, runs and is as it should be; empty without one. Any
    /// other of this name that is ours is removed.
    core::Task<QString> find();
    /// The id of a new one that has not been started.
    core::Task<QString> create();
    core::Task<> start(QString id);
    /// The channel into the running one.
    core::Task<std::shared_ptr<WireChannel>> connect(QString id);
    core::Task<> pause();
    core::Task<> unpause();
    /// One that is not there is fine.
    core::Task<> remove();
    /// The files too.
    core::Task<> removeVolumes();
    /// The space for its files. Known once it was found or created.
    DiskQuotaOptions quota() const;

private:
    core::Task<std::optional<docker::ContainerState>> ours();
    core::Task<> removeOurs();
    core::Task<> checkVolumes(std::shared_ptr<WireChannel> channel);

    std::shared_ptr<docker::Engine> m_engine;
    docker::Containers m_containers;
    docker::ContainerSpec m_spec;
    QString m_token;
    QString m_socketFolder; ///< of this machine, with the helper's socket; empty when it has none
    std::chrono::seconds m_lease;
    std::optional<EgressOptions> m_wayOut;
    std::shared_ptr<HelperVolumes> m_helpers; ///< for an engine elsewhere
    QString m_helperFolder;
    FileVolumes m_files;
    bool m_mustGiveVolumes = false; ///< they are root's, or somebody's
};

} // namespace workspace
