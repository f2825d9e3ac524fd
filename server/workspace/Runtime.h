// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Channel.h"
#include "workspace/DiskReport.h"
#include "workspace/WorkspaceSettings.h"
#include "workspace/WorkspaceState.h"
#include "workspace/WorkspaceUse.h"

namespace docker {
class Engine;
}

namespace workspace {

/// What use() looks at; going through all files takes the longest.
enum class Looks { All, NotAtFiles };

/// Makes places to work in. Every user has a default workspace, which has the user's id; a runtime
/// may keep others.
class Runtime : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Called once the server starts: what is to be looked after from then on.
    virtual void begin() {}
    /// "local", "docker" or "sandbox".
    virtual QString name() const = 0;
    /// Whether the engine that makes the places answers; nothing for a runtime without one.
    virtual std::optional<bool> engineAnswers() const { return {}; }
    /// Whether workspaces besides the default ones can be made.
    virtual bool hasManyWorkspaces() const { return false; }
    /// The channel into a workspace, opened on first use and again after a loss. Unavailable, with
    /// what to install or say, when there is nothing to run in.
    virtual core::Task<std::shared_ptr<Channel>> open(QString workspaceId) = 0;
    /// The channel into a workspace that runs, perhaps since an earlier server; nothing when it
    /// does not. It starts none.
    virtual core::Task<std::shared_ptr<Channel>> openIfRunning(QString workspaceId)
    {
        Q_UNUSED(workspaceId)
        co_return std::shared_ptr<Channel>();
    }
    /// The absolute path of a working directory, without waiting for its workspace: empty when only
    /// an open one can tell, Invalid when no directory can be there.
    virtual core::Task<QString> workingDirectory(QString workspaceId, QString path)
    {
        Q_UNUSED(workspaceId)
        Q_UNUSED(path)
        co_return QString();
    }
    /// Makes a working directory, absolute and clean, with its parents in a workspace. Invalid
    /// when it cannot be there.
    virtual core::Task<> makeDirectory(QString workspaceId, QString path)
    {
        const core::Result<std::shared_ptr<Channel>> channel = co_await open(workspaceId);
        if (!channel)
            co_return std::unexpected(channel.error());
        co_return co_await (*channel)->makeDirectory(path);
    }
    /// Invalid, with the path and the reason of every value that no workspace here can have.
    virtual core::Task<> check(WorkspaceSettings settings)
    {
        Q_UNUSED(settings)
        co_return {};
    }
    /// Invalid, with the path of every value that a user cannot have of their own here, whatever
    /// the server's are. A runtime whose places are all alike lets nobody have any.
    virtual core::Task<> checkOwn(WorkspaceSettings settings)
    {
        co_return refuseSettings(settings, "the server's runtime is " + name()
                                               + ", where all workspaces are alike");
    }
    /// How a workspace is; one that is unknown, or was not used yet, is Stopped.
    virtual WorkspaceStatus status(const QString &workspaceId) const
    {
        Q_UNUSED(workspaceId)
        return {.state = WorkspaceState::Ready};
    }
    /// Those that are ready; empty where nobody keeps count of them.
    virtual QStringList running() const { return {}; }
    /// What a workspace uses now; nothing unless it is ready.
    virtual core::Task<std::optional<WorkspaceUse>> use(QString workspaceId,
                                                        Looks looks = Looks::All)
    {
        Q_UNUSED(workspaceId)
        Q_UNUSED(looks)
        co_return std::nullopt;
    }
    /// The newest @p limit bytes that the container's own program printed.
    virtual core::Task<QByteArray> log(QString workspaceId, qint64 limit)
    {
        Q_UNUSED(workspaceId)
        Q_UNUSED(limit)
        co_return core::fail(core::Error::Kind::Conflict, "This workspace has no container.");
    }
    /// How full a workspace is; nothing unless it is bounded and ready.
    virtual std::optional<DiskReport> disk(const QString &workspaceId) const
    {
        Q_UNUSED(workspaceId)
        return {};
    }
    /// The engine that the containers are on. Conflict where there are none.
    virtual core::Task<std::shared_ptr<docker::Engine>> engineInUse()
    {
        co_return core::fail(core::Error::Kind::Conflict,
                             "There are no containers here: the server's runtime is " + name()
                                 + '.');
    }
    /// The container of a workspace by the engine's name for it; empty without one.
    virtual QString containerOf(const QString &workspaceId) const
    {
        Q_UNUSED(workspaceId)
        return {};
    }
    /// A workspace's own settings are others, from the next start of its container on; what holds
    /// for who works in it does at once.
    virtual void adopt(const QString &workspaceId, const WorkspaceSettings &settings)
    {
        Q_UNUSED(settings)
        emit changed(workspaceId);
    }
    /// What failed before keeps the next open() from nothing.
    virtual void forgetFailures(const QString &workspaceId) { Q_UNUSED(workspaceId) }
    /// Freezes a workspace until it is used. Conflict unless it is ready.
    virtual core::Task<> pause(QString workspaceId)
    {
        Q_UNUSED(workspaceId)
        co_return core::fail(core::Error::Kind::Conflict, "This workspace cannot be paused.");
    }
    /// Ends all that runs in a workspace and keeps its files.
    virtual core::Task<> removeContainer(QString workspaceId)
    {
        Q_UNUSED(workspaceId)
        co_return core::fail(core::Error::Kind::Conflict, "This workspace has no container.");
    }
    /// Removes what a workspace has, its files too.
    virtual core::Task<> destroy(QString workspaceId)
    {
        Q_UNUSED(workspaceId)
        co_return core::fail(core::Error::Kind::Conflict,
                             "The files of this workspace are the machine's own: it stays.");
    }
    /// Ends every place.
    virtual core::Task<> stop() = 0;

signals:
    /// A workspace's status is another.
    void changed(const QString &workspaceId);
    /// engineAnswers() may be another.
    void engineChanged();
};

} // namespace workspace
