// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Containers.h"
#include "workspace/DockerRuntime.h"
#include "workspace/WireChannel.h"

namespace workspace {

/// One user's container and the channel into it.
class DockerPlace : public QObject
{
    Q_OBJECT

public:
    using Opened = core::Result<std::shared_ptr<Channel>>;

    static std::shared_ptr<DockerPlace> start(std::shared_ptr<docker::Engine> engine,
                                              const DockerOptions &options, const QString &userId);

    /// Resolved when the helper in the container has greeted, or something failed.
    const core::Deferred<Opened> &opened() const { return m_opened; }
    /// Hangs up. The container stays.
    void close();

signals:
    /// The channel is gone or never came to be.
    void lost();

private:
    DockerPlace(std::shared_ptr<docker::Engine> engine, const DockerOptions &options,
                const QString &userId);
    static core::Task<> reach(std::shared_ptr<DockerPlace> self);
    core::Task<> makeVolumes();
    core::Task<> giveVolumes();
    core::Task<QString> container();
    core::Task<QString> createContainer();
    core::Task<std::shared_ptr<WireChannel>> connectTo(QString containerId);
    /// The channel into a new container in place of one that cannot be talked to.
    core::Task<std::shared_ptr<WireChannel>> replace(QString containerId);
    void fail(core::Error error);

    std::shared_ptr<docker::Engine> m_engine;
    docker::Containers m_containers;
    docker::ContainerSpec m_spec;
    QString m_token;
    std::shared_ptr<WireChannel> m_channel;
    core::Deferred<Opened> m_opened;
};

} // namespace workspace
