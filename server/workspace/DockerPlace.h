// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/DockerContainer.h"
#include "workspace/Turns.h"
#include "workspace/WorkspaceImage.h"
#include "workspace/WorkspaceState.h"

#include <QTimer>

namespace workspace {

class QuotaChannel;

/// A workspace and the life of its container: started when it is used, paused and removed when it
/// is not, started again after it was lost.
class DockerPlace : public QObject, public std::enable_shared_from_this<DockerPlace>
{
    Q_OBJECT

public:
    using Opened = core::Result<std::shared_ptr<Channel>>;

    /// @p starts lets so many containers start at once.
    DockerPlace(const DockerOptions &options, WorkspaceRecord record, Turns starts);

    const WorkspaceRecord &record() const { return m_record; }
    WorkspaceStatus status() const;
    /// Something happens to the container, or it is in use.
    bool isBusy() const;
    std::shared_ptr<WireChannel> channel() const { return m_channel; }
    std::optional<DiskReport> disk() const;
    /// Of the container that was made or found last; empty without one.
    const QString &containerId() const { return m_containerId; }

    /// From here on containers are made as @p options say: the engine is another one, or the same
    /// with other abilities.
    void adapt(const DockerOptions &options);

    /// Its own settings are others, from the next container on.
    void forgetFailures();
    void adopt(const WorkspaceSettings &settings);

    /// The channel, from a container on @p engine that is started if need be.
    core::Task<std::shared_ptr<Channel>> open(std::shared_ptr<docker::Engine> engine);
    /// Whether its container runs on @p engine, so that open() need not start one.
    core::Task<bool> isRunning(std::shared_ptr<docker::Engine> engine);
    /// Freezes it until it is used. Conflict unless it is ready; Upstream when the engine cannot.
    core::Task<> pause();
    /// Removes the container on @p engine and keeps the files.
    core::Task<> removeContainer(std::shared_ptr<docker::Engine> engine);
    /// Removes all there is on @p engine. It cannot be opened again.
    core::Task<> destroy(std::shared_ptr<docker::Engine> engine);
    /// Hangs up. The container stays.
    void close();
    /// The engine says that the container has ended.
    void containerEnded(const QString &containerId, const QString &reason);

signals:
    void changed();
    /// It was in use; recorded now and then.
    void used();
    /// The channel is gone, or never came to be.
    void lost();

private:
    using Self = std::shared_ptr<DockerPlace>;

    static core::Task<> reach(Self self, std::shared_ptr<docker::Engine> engine);
    static core::Task<> thaw(Self self);
    static core::Task<> rest(Self self);
    core::Task<> chooseContainer(std::shared_ptr<docker::Engine> engine);
    void showFetching(const ImageProgress &progress);
    static core::Task<> giveUpOnImage(std::weak_ptr<DockerPlace> place,
                                      core::Deferred<Opened> opened, std::stop_token stop);
    core::Task<std::shared_ptr<WireChannel>> bringUp();
    core::Task<std::shared_ptr<WireChannel>> adopt(QString id);
    core::Task<> freeze();
    core::Task<> discard();
    void setState(WorkspaceState state);
    void take(std::shared_ptr<WireChannel> channel);
    QMap<QString, QString> logContext() const;
    void tellOfRest() const;
    void fail(core::Error error);
    void letGo(const QString &reason);
    void awaitRest();
    std::chrono::milliseconds idleFor() const;
    std::chrono::milliseconds patienceLeft() const;
    core::Result<> checkPatience() const;

    DockerOptions m_options;
    WorkspaceRecord m_record;
    Turns m_starts;
    Turns m_turns{1}; ///< what happens to the container happens one after the other
    std::unique_ptr<DockerContainer> m_container;
    QString m_containerId;
    std::shared_ptr<WireChannel> m_channel;
    std::shared_ptr<QuotaChannel> m_bounded; ///< the same, which keeps to the disk space
    std::optional<core::Deferred<Opened>> m_opening;
    std::shared_ptr<Turns::Ticket> m_start;
    std::stop_source m_fetchStop; ///< of waiting for the image
    WorkspaceState m_state = WorkspaceState::Stopped;
    QString m_reason;
    QList<WorkspaceStage> m_stages;
    std::chrono::steady_clock::time_point m_stateSince;
    QList<std::chrono::steady_clock::time_point> m_failures;
    core::Error m_failure;
    std::chrono::steady_clock::time_point m_imageFailedAt; ///< it was missing, and could not be got
    std::optional<std::chrono::steady_clock::time_point> m_fetchCancelledAt; ///< by a person
    QTimer m_restTimer;
    bool m_canPause = true;
    bool m_isWaking = false;
    bool m_isDestroyed = false;
};

} // namespace workspace
