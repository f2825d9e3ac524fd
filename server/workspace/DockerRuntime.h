// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Engine.h"
#include "workspace/Runtime.h"
#include "workspace/WorkspaceSettings.h"

#include <QHash>

namespace workspace {

class DockerPlace;

inline const QString defaultImage = "berth/workspace:latest";

/// What containers are made of.
struct DockerOptions
{
    QList<docker::Endpoint> engines = {}; ///< to try, best first
    QString instance = {}; ///< of this server's data; it marks everything that is made
    QByteArray secret = {}; ///< from which each container's token comes; the same after a restart
    QString program = {}; ///< berth-workspaced; beside the server's own program when empty
    QString helperRoot = {}; ///< keeps copies of the program, which containers see
    WorkspaceSettings settings = {}; ///< of the server
    SettingsBounds bounds = {}; ///< the machine is asked for when an engine is found
    QString helperFolder = {}; ///< with the copy in use; filled by the runtime
};

/// Gives each user of the server a container of their own, as the settings say, with volumes for
/// /workspace, the home folder and /tmp, which stay when the container goes.
/// It is made on first use, and again after it was lost.
class DockerRuntime : public Runtime
{
    Q_OBJECT

public:
    explicit DockerRuntime(DockerOptions options, QObject *parent = nullptr);
    ~DockerRuntime() override;

    QString name() const override { return "docker"; }
    core::Task<std::shared_ptr<Channel>> open(QString userId) override;
    /// Invalid where files would not survive the container.
    core::Task<> makeDirectory(QString userId, QString path) override;
    /// Removes the containers and keeps their volumes.
    core::Task<> stop() override;

private:
    using EngineFound = core::Result<std::shared_ptr<docker::Engine>>;

    core::Task<std::shared_ptr<docker::Engine>> engine();
    core::Task<> search(core::Deferred<EngineFound> found);
    core::Task<> prepare(std::shared_ptr<docker::Engine> engine);
    core::Task<> removeContainers(std::shared_ptr<docker::Engine> engine);
    std::shared_ptr<DockerPlace> startPlace(std::shared_ptr<docker::Engine> engine,
                                            const QString &userId);
    void retire(DockerPlace *place);

    DockerOptions m_options;
    std::optional<core::Deferred<EngineFound>> m_engine;
    QHash<QString, std::shared_ptr<DockerPlace>> m_places;
    std::shared_ptr<docker::Engine> m_lastEngine; ///< the newest that was found
    bool m_isStopped = false;
};

} // namespace workspace
