// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Engine.h"
#include "workspace/Egress.h"
#include "workspace/Ledger.h"
#include "workspace/Runtime.h"
#include "workspace/SharedAnswer.h"
#include "workspace/Turns.h"
#include "workspace/WorkspaceSettings.h"

#include <QHash>
#include <QPointer>

namespace docker {
struct EngineEvent;
}

namespace workspace {

class DockerPlace;
class HelperVolumes;
class WireChannel;
struct KeepingRules;
struct Leftover;

inline const QString defaultImage = "berth/workspace:latest";

/// What becomes of the containers when the server ends.
enum class OnShutdown {
    Remove,
    Pause, ///< they keep their memory; what runs in them for the server ends
    Keep, ///< the next server goes on with them; without one they end by themselves
};

constexpr auto enumNames(OnShutdown)
{
    using enum OnShutdown;
    return std::array{std::pair{Remove, "remove"}, std::pair{Pause, "pause"},
                      std::pair{Keep, "keep"}};
}

/// When containers are paused, removed and looked after.
struct Lifecycle
{
    std::chrono::milliseconds pauseAfter = std::chrono::minutes(5); ///< without use
    std::chrono::seconds idleTimeout = std::chrono::minutes(30); ///< until a container goes
    std::chrono::seconds lease = std::chrono::minutes(15); ///< beyond that, without a server
    std::chrono::seconds retention{0}; ///< of a workspace that is not used; zero: for ever
    std::chrono::milliseconds sweep = std::chrono::seconds(60); ///< between two looks at the engine
    int startsAtOnce = 0; ///< twice the processors of this machine when 0
    OnShutdown onShutdown = OnShutdown::Remove;
};

/// What containers are made of.
struct DockerOptions
{
    QList<docker::Endpoint> engines = {}; ///< to try, best first
    QString instance = {}; ///< of this server's data; it marks everything that is made
    QByteArray secret = {}; ///< from which each container's token comes; the same after a restart
    QString program = {}; ///< berth-workspaced; beside the server's own program when empty
    QString helperRoot = {}; ///< keeps copies of the program, which containers see
    /// Keeps a folder with each helper's socket, for engines of this machine; the engine's own way
    /// in is used when empty.
    QString socketRoot = {};
    /// Keeps a folder with the disk image of each workspace that has one.
    QString diskRoot = {};
    /// New workspaces have their files in one, on engines of this machine that bound no volumes.
    bool makesDiskImages = false;
    WorkspaceSettings settings = {}; ///< of the server
    UserSettings ofUser = {}; ///< above them; none when it is not set
    /// Awaited before a container of a user starts; an error is why it does not.
    std::function<core::Task<>(QString userId)> beforeStart = {};
    SettingsBounds bounds = {}; ///< the machine is asked for when an engine is found
    Lifecycle lifecycle = {};
    EgressOptions egress = {}; ///< of every container; its list and its name come from elsewhere
    OwnListeners ownListeners = {}; ///< what no container may reach
    QString helperFolder = {}; ///< with the copy in use; filled by the runtime
    /// For an engine that does not see that folder; filled by the runtime.
    std::shared_ptr<HelperVolumes> helperVolumes = {};

    /// What is in force in one workspace.
    WorkspaceSettings settingsFor(const WorkspaceRecord &record) const;
};

/// Gives each workspace a container of its own, as the settings say, with volumes for /workspace,
/// the home folder and /tmp, which stay when the container goes. It is made on first use, and
/// again after it was lost. What is in the engine and what is in the ledger are kept in step.
class DockerRuntime : public Runtime
{
    Q_OBJECT

public:
    /// @p ledger outlives it.
    DockerRuntime(DockerOptions options, Ledger *ledger, QObject *parent = nullptr);
    ~DockerRuntime() override;

    std::optional<bool> engineAnswers() const override { return m_engine.isKnown(); }
    /// Looks for an engine, for as long as it takes, and from then on after what is in it.
    void begin() override;

    QString name() const override { return "docker"; }
    bool hasManyWorkspaces() const override { return true; }
    core::Task<std::shared_ptr<Channel>> open(QString workspaceId) override;
    core::Task<std::shared_ptr<Channel>> openIfRunning(QString workspaceId) override;
    /// Invalid where files would not survive the container.
    core::Task<QString> workingDirectory(QString workspaceId, QString path) override;
    core::Task<> makeDirectory(QString workspaceId, QString path) override;
    core::Task<> check(WorkspaceSettings settings) override;
    /// Containers are as different as users like.
    core::Task<> checkOwn(WorkspaceSettings settings) override
    {
        Q_UNUSED(settings)
        co_return {};
    }
    /// The line into a workspace that is ready; null otherwise.
    std::shared_ptr<WireChannel> lineInto(const QString &workspaceId) const;
    WorkspaceStatus status(const QString &workspaceId) const override;
    QStringList running() const override;
    core::Task<std::optional<WorkspaceUse>> use(QString workspaceId,
                                                Looks looks = Looks::All) override;
    core::Task<QByteArray> log(QString workspaceId, qint64 limit) override;
    core::Task<std::shared_ptr<docker::Engine>> engineInUse() override;
    QString containerOf(const QString &workspaceId) const override;
    std::optional<DiskReport> disk(const QString &workspaceId) const override;
    void forgetFailures(const QString &workspaceId) override;
    void adopt(const QString &workspaceId, const WorkspaceSettings &settings) override;
    core::Task<> pause(QString workspaceId) override;
    core::Task<> removeContainer(QString workspaceId) override;
    core::Task<> destroy(QString workspaceId) override;
    /// What becomes of the containers is the lifecycle's word. Their volumes stay.
    core::Task<> stop() override;

    /// What the next look at the engine would remove.
    core::Task<QList<Leftover>> leftovers();

private:
    using EngineFound = core::Result<std::shared_ptr<docker::Engine>>;
    using Self = QPointer<DockerRuntime>;

    Self guard() { return this; }
    core::Task<std::shared_ptr<docker::Engine>> engine();
    static core::Task<std::shared_ptr<docker::Engine>> search(Self self);
    static core::Task<> watch(Self self, core::Deferred<bool> ended, std::stop_token stop);
    core::Task<> follow(std::shared_ptr<docker::Engine> engine, std::stop_token stop);
    core::Task<> prepare(std::shared_ptr<docker::Engine> engine);
    core::Task<> sweep(std::shared_ptr<docker::Engine> engine);
    core::Task<std::shared_ptr<DockerPlace>> placeOf(QString workspaceId);
    core::Task<WorkspaceRecord> recordOf(QString workspaceId);
    std::shared_ptr<DockerPlace> keepPlace(const WorkspaceRecord &record);
    core::Task<> removeContainers(std::shared_ptr<docker::Engine> engine);
    core::Task<> detachDisks();
    core::Task<> pauseContainers(std::shared_ptr<docker::Engine> engine);
    void receive(const docker::EngineEvent &event);
    void noteUse(const QString &workspaceId);
    void forgetEngine();
    void lookForEngineAgain();
    static core::Task<> findEngineAgain(Self self, core::Deferred<bool> ended);
    KeepingRules rules() const;

    DockerOptions m_options;
    const QString m_socketRoot; ///< for engines that serve by it
    const QString m_diskRoot;
    Ledger *m_ledger;
    SharedAnswer<std::shared_ptr<docker::Engine>> m_engine;
    QHash<QString, std::shared_ptr<DockerPlace>> m_places;
    QStringList m_helpers; ///< digests of what new containers get
    QHash<QString, std::chrono::microseconds> m_noted; ///< uses that are in the ledger
    std::shared_ptr<docker::Engine> m_lastEngine; ///< the newest that was found
    Turns m_starts;
    std::chrono::microseconds m_startedAt;
    std::stop_source m_watchStop;
    std::optional<core::Deferred<bool>> m_watchEnded;
    std::optional<core::Deferred<bool>> m_lookEnded; ///< of looking for the engine again
    bool m_isStopped = false;
};

} // namespace workspace
