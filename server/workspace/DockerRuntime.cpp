// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DockerRuntime.h"

#include "core/Clock.h"
#include "docker/Containers.h"
#include "docker/EventStream.h"
#include "docker/RootLimit.h"
#include "workspace/ContainerSpec.h"
#include "workspace/DockerPlace.h"
#include "workspace/HelperFolder.h"
#include "workspace/Janitor.h"
#include "workspace/SocketFolders.h"
#include "workspace/WorkingDirectory.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <QThread>

namespace workspace {

using namespace std::chrono_literals;
using core::Error;

static constexpr auto usesNotedEvery = 10min;

DockerRuntime::DockerRuntime(DockerOptions options, Ledger *ledger, QObject *parent)
    : Runtime(parent)
    , m_options(std::move(options))
    , m_ledger(ledger)
    , m_starts(m_options.lifecycle.startsAtOnce > 0 ? m_options.lifecycle.startsAtOnce
                                                    : 2 * QThread::idealThreadCount())
    , m_startedAt(core::Clock::system().now())
{
    if (m_options.program.isEmpty())
        m_options.program = QCoreApplication::applicationDirPath() + "/berth-workspaced";
    if (m_options.helperRoot.isEmpty())
        m_options.helperRoot = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
                               + "/berth/helpers";
}

DockerRuntime::~DockerRuntime()
{
    m_watchStop.request_stop();
    for (const std::shared_ptr<DockerPlace> &place : std::as_const(m_places)) {
        place->disconnect(this);
        place->close();
    }
}

// --- the engine ---------------------------------------------------------------------------------

core::Task<std::shared_ptr<docker::Engine>> DockerRuntime::engine()
{
    // A search that finds nothing at once has ended, and is forgotten, when spawn() returns.
    const core::Deferred<EngineFound> found = m_engine.value_or(core::Deferred<EngineFound>());
    if (!m_engine) {
        m_engine = found;
        core::spawn(search(this, found), "looking for an engine");
    }
    const EngineFound engine = co_await found;
    co_return engine;
}

core::Task<> DockerRuntime::search(Self self, core::Deferred<EngineFound> found)
{
    EngineFound engine = co_await docker::findEngine(self->m_options.engines);
    if (engine && self) {
        const core::Result<> prepared = co_await self->prepare(*engine);
        if (!prepared)
            engine = std::unexpected(prepared.error());
    }
    if (engine && self) {
        qCInfo(lcWorkspace).noquote()
            << "Workspaces are containers of the engine at" << (*engine)->endpoint().text();
        self->m_lastEngine = *engine;
    }
    // It may come up later: the next one who asks looks again.
    if (!engine) {
        if (self)
            self->m_engine.reset();
        engine = core::fail(Error::Kind::Unavailable,
                            "There is no place to work in: no Docker or Podman engine can be used. "
                            "Install or start one, or start the server with --runtime local to "
                            "work on this machine without isolation.\n"
                                + engine.error().message);
    }
    found.resolve(std::move(engine));
    co_return {};
}

/// Learns what the engine's machine can do and brings the helper in place.
core::Task<> DockerRuntime::prepare(std::shared_ptr<docker::Engine> engine)
{
    const core::Result<docker::Machine> machine = co_await docker::machineOf(engine);
    if (!machine)
        co_return std::unexpected(machine.error());
    m_options.bounds.machine = *machine;
    if (!m_lastEngine) {
        for (const QString &warning : machine->warnings)
            qCWarning(lcWorkspace).noquote() << "The engine says:" << warning;
    }
    const core::Result<> possible = checkSettings(m_options.settings, m_options.bounds);
    if (!possible)
        co_return possible;
    if (m_options.settings.profile == Profile::Developer)
        m_options.bounds.machine.limitsRoots =
            (co_await docker::boundsRoots(engine, rootLimitProbe(m_options))).value_or(false);
    const core::Result<QString> folder = helperFolder(m_options.program, m_options.helperRoot);
    if (!folder)
        co_return std::unexpected(folder.error());
    m_options.helperFolder = *folder;
    if (engine->endpoint().socketPath.isEmpty())
        m_options.socketRoot.clear(); // its containers are on another machine
    co_return {};
}

void DockerRuntime::forgetEngine()
{
    m_engine.reset();
}

void DockerRuntime::begin()
{
    if (m_watchEnded)
        return;
    m_watchEnded.emplace();
    core::spawn(watch(this, *m_watchEnded, m_watchStop.get_token()), "watching the engine");
}

/// Follows one engine after the other until it is told to stop.
core::Task<> DockerRuntime::watch(Self self, core::Deferred<bool> ended, std::stop_token stop)
{
    static constexpr std::array pauses{1s, 2s, 5s, 10s, 30s};
    qsizetype searches = 0;
    while (self && !stop.stop_requested()) {
        const EngineFound engine = co_await self->engine();
        if (engine && self && !stop.stop_requested()) {
            searches = 0;
            const core::Result<> left = co_await self->follow(*engine, stop);
            if (!left && !stop.stop_requested())
                qCWarning(lcWorkspace).noquote()
                    << "The engine is out of reach:" << left.error().message;
            if (self)
                self->forgetEngine();
        }
        const auto pause = pauses.at(
            static_cast<size_t>(qMin<qsizetype>(searches++, std::ssize(pauses) - 1)));
        if (!stop.stop_requested())
            (void)co_await core::sleepFor(pause, stop);
    }
    ended.resolve(true);
    co_return {};
}

/// Hears of what happens in the engine, and looks itself now and then, until it goes away.
core::Task<> DockerRuntime::follow(std::shared_ptr<docker::Engine> engine, std::stop_token stop)
{
    const Self self = guard();
    docker::EventStream events(engine, {{instanceLabel, m_options.instance}});
    std::stop_source gone;
    const std::stop_callback stopped(stop, [&gone] { gone.request_stop(); });
    QString reason;
    connect(&events, &docker::EventStream::happened, this, &DockerRuntime::receive);
    connect(&events, &docker::EventStream::ended, &events, [&reason, &gone](const QString &why) {
        reason = why;
        gone.request_stop();
    });
    while (self && !gone.stop_requested()) {
        const core::Result<> swept = co_await sweep(engine);
        if (!swept && swept.error().kind == Error::Kind::Unavailable)
            co_return swept;
        if (!swept)
            qCWarning(lcWorkspace).noquote()
                << "Not all that is left in the engine could be removed:" << swept.error().message;
        if (self && !gone.stop_requested())
            (void)co_await core::sleepFor(m_options.lifecycle.sweep, gone.get_token());
    }
    co_return core::fail(Error::Kind::Unavailable, reason);
}

void DockerRuntime::receive(const docker::EngineEvent &event)
{
    if (event.type != "container" || (event.action != "die" && event.action != "died"))
        return;
    const std::shared_ptr<DockerPlace> place = m_places.value(event.labels.value(workspaceLabel));
    if (place)
        place->containerEnded(event.id, "The container has ended with exit code "
                                            + event.labels.value("exitCode", "?") + '.');
}

// --- what is left -------------------------------------------------------------------------------

KeepingRules DockerRuntime::rules() const
{
    KeepingRules rules;
    rules.instance = m_options.instance;
    rules.now = core::Clock::system().now();
    rules.usedSince = m_startedAt;
    rules.retention = m_options.lifecycle.retention;
    rules.idleTimeout = [options = m_options](const WorkspaceRecord &record) {
        return idleTimeoutOf(options, record);
    };
    rules.isInUse = [self = QPointer<const DockerRuntime>(this)](const QString &id) {
        const auto place = self ? self->m_places.value(id) : nullptr;
        return !self || self->m_isStopped || (place && place->isBusy());
    };
    return rules;
}

core::Task<> DockerRuntime::sweep(std::shared_ptr<docker::Engine> engine)
{
    const Self self = guard();
    const KeepingRules keeping = rules();
    Ledger *const ledger = m_ledger;
    const auto left = co_await findLeftovers(engine, ledger, keeping);
    if (!left)
        co_return std::unexpected(left.error());
    if (!self)
        co_return {};
    if (!m_options.socketRoot.isEmpty()) {
        const auto records = co_await ledger->all();
        if (!records)
            co_return std::unexpected(records.error());
        if (!self)
            co_return {};
        QStringList ids;
        for (const WorkspaceRecord &record : *records)
            ids.append(record.id);
        discardSocketFoldersExcept(m_options.socketRoot, ids);
    }
    co_return co_await removeLeftovers(engine, ledger, *left, keeping);
}

core::Task<QList<Leftover>> DockerRuntime::leftovers()
{
    const EngineFound found = co_await engine();
    if (!found)
        co_return std::unexpected(found.error());
    const KeepingRules keeping = rules();
    co_return co_await findLeftovers(*found, m_ledger, keeping);
}

// --- workspaces ---------------------------------------------------------------------------------

core::Task<> DockerRuntime::check(WorkspaceSettings settings)
{
    const EngineFound found = co_await engine();
    if (!found)
        co_return std::unexpected(found.error());
    co_return checkSettings(settings, m_options.bounds);
}

/// What is written of the workspace. A user's default one comes to be when it is asked for.
core::Task<WorkspaceRecord> DockerRuntime::recordOf(QString workspaceId)
{
    const auto found = co_await m_ledger->find(workspaceId);
    if (!found)
        co_return std::unexpected(found.error());
    if (*found && (*found)->isLeaving)
        co_return core::fail(Error::Kind::Unavailable, "The workspace is being deleted.");
    if (*found)
        co_return **found;
    WorkspaceRecord record;
    record.id = workspaceId;
    record.userId = workspaceId;
    record.createdAt = core::Clock::system().now();
    record.usedAt = record.createdAt;
    const core::Result<> added = co_await m_ledger->add(record);
    if (!added && added.error().kind != Error::Kind::Conflict)
        co_return std::unexpected(added.error());
    co_return record;
}

std::shared_ptr<DockerPlace> DockerRuntime::keepPlace(const WorkspaceRecord &record)
{
    if (const auto there = m_places.value(record.id))
        return there;
    const auto place = std::make_shared<DockerPlace>(m_options, record, m_starts);
    m_places.insert(record.id, place);
    const QString id = record.id;
    connect(place.get(), &DockerPlace::changed, this, [this, id] { emit changed(id); });
    // Perhaps it was the engine that went away.
    connect(place.get(), &DockerPlace::lost, this, &DockerRuntime::forgetEngine);
    connect(place.get(), &DockerPlace::used, this, [this, id] { noteUse(id); });
    return place;
}

core::Task<std::shared_ptr<DockerPlace>> DockerRuntime::placeOf(QString workspaceId)
{
    if (const auto there = m_places.value(workspaceId))
        co_return there;
    const core::Result<WorkspaceRecord> record = co_await recordOf(workspaceId);
    if (!record)
        co_return std::unexpected(record.error());
    co_return keepPlace(*record);
}

core::Task<std::shared_ptr<Channel>> DockerRuntime::open(QString workspaceId)
{
    if (m_isStopped)
        co_return core::fail(Error::Kind::Unavailable, "The server is about to end.");
    // Who has it need not wait for an engine that is away.
    if (const auto ready = m_places.value(workspaceId); ready && ready->channel())
        co_return co_await ready->open(m_lastEngine);
    const EngineFound found = co_await engine();
    if (!found)
        co_return std::unexpected(found.error());
    const auto place = co_await placeOf(workspaceId);
    if (!place)
        co_return std::unexpected(place.error());
    const std::shared_ptr<DockerPlace> kept = *place;
    const core::Result<std::shared_ptr<Channel>> channel = co_await kept->open(*found);
    co_return channel;
}

core::Task<std::shared_ptr<Channel>> DockerRuntime::openIfRunning(QString workspaceId)
{
    if (m_isStopped)
        co_return core::fail(Error::Kind::Unavailable, "The server is about to end.");
    const auto record = co_await m_ledger->find(workspaceId);
    if (!record)
        co_return std::unexpected(record.error());
    if (!*record || (*record)->isLeaving)
        co_return std::shared_ptr<Channel>();
    const EngineFound found = co_await engine();
    if (!found)
        co_return std::unexpected(found.error());
    const std::shared_ptr<DockerPlace> place = keepPlace(**record);
    const core::Result<bool> runs = co_await place->isRunning(*found);
    if (!runs)
        co_return std::unexpected(runs.error());
    if (!*runs)
        co_return std::shared_ptr<Channel>();
    co_return co_await open(workspaceId);
}

core::Task<> DockerRuntime::makeDirectory(QString workspaceId, QString path)
{
    const core::Result<std::shared_ptr<Channel>> channel = co_await open(workspaceId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const auto place = m_places.value(workspaceId);
    const WorkspaceSettings own = place ? place->record().settings : WorkspaceSettings();
    co_return co_await makeWorkingDirectory(*channel, path, merged(m_options.settings, own));
}

void DockerRuntime::noteUse(const QString &workspaceId)
{
    const auto now = core::Clock::system().now();
    std::chrono::microseconds &noted = m_noted[workspaceId];
    if (now - noted < usesNotedEvery)
        return;
    noted = now;
    core::spawn(m_ledger->setUsed(workspaceId, now), "noting the use of a workspace");
}

WorkspaceStatus DockerRuntime::status(const QString &workspaceId) const
{
    const auto place = m_places.value(workspaceId);
    return place ? place->status() : WorkspaceStatus();
}

std::shared_ptr<WireChannel> DockerRuntime::lineInto(const QString &workspaceId) const
{
    const auto place = m_places.value(workspaceId);
    return place ? place->channel() : nullptr;
}

core::Task<std::optional<WorkspaceUse>> DockerRuntime::use(QString workspaceId)
{
    const auto place = m_places.value(workspaceId);
    const auto channel = place ? place->channel() : nullptr;
    if (!channel || place->status().state != WorkspaceState::Ready)
        co_return std::nullopt;
    const QStringList folders{"/workspace", "/home/agent", "/tmp"};
    const core::Result<WorkspaceUse> use = co_await channel->use(folders);
    if (!use)
        co_return std::unexpected(use.error());
    co_return *use;
}

std::optional<DiskReport> DockerRuntime::disk(const QString &workspaceId) const
{
    const auto place = m_places.value(workspaceId);
    return place ? place->disk() : std::nullopt;
}

core::Task<> DockerRuntime::pause(QString workspaceId)
{
    const auto place = m_places.value(workspaceId);
    if (!place)
        co_return core::fail(Error::Kind::Conflict, "The workspace is not running.");
    co_return co_await place->pause();
}

core::Task<> DockerRuntime::removeContainer(QString workspaceId)
{
    const EngineFound found = co_await engine();
    if (!found)
        co_return std::unexpected(found.error());
    const auto place = co_await placeOf(workspaceId);
    if (!place)
        co_return std::unexpected(place.error());
    const std::shared_ptr<DockerPlace> kept = *place;
    co_return co_await kept->removeContainer(*found);
}

core::Task<> DockerRuntime::destroy(QString workspaceId)
{
    const auto record = co_await m_ledger->find(workspaceId);
    if (!record)
        co_return std::unexpected(record.error());
    if (!*record)
        co_return {};
    // From here on it goes, whatever happens to this server or to the engine.
    const core::Result<bool> marked = co_await m_ledger->setLeaving(workspaceId);
    if (!marked)
        co_return std::unexpected(marked.error());
    const EngineFound found = co_await engine();
    if (!found)
        co_return {};
    const std::shared_ptr<DockerPlace> place = keepPlace(**record);
    const core::Result<> destroyed = co_await place->destroy(*found);
    m_places.remove(workspaceId);
    m_noted.remove(workspaceId);
    if (destroyed)
        co_return co_await m_ledger->remove(workspaceId);
    qCWarning(lcWorkspace).noquote() << "What is left of workspace" << workspaceId
                                     << "is removed later:" << destroyed.error().message;
    forgetEngine();
    co_return {};
}

// --- the end ------------------------------------------------------------------------------------

/// Removes every container of this server.
core::Task<> DockerRuntime::removeContainers(std::shared_ptr<docker::Engine> engine)
{
    docker::Containers containers(engine);
    const docker::Labels ours{{instanceLabel, m_options.instance}};
    const auto left = co_await containers.list(ours);
    if (!left)
        co_return std::unexpected(left.error());
    std::vector<core::Task<>> removals;
    for (const docker::ContainerState &container : *left)
        removals.push_back(containers.remove(container.id));
    core::Result<> result;
    for (core::Task<> &removal : removals) {
        const core::Result<> removed = co_await removal;
        if (!removed && removed.error().kind != Error::Kind::NotFound)
            result = removed;
    }
    discardSocketFoldersExcept(m_options.socketRoot, {});
    co_return result;
}

core::Task<> DockerRuntime::pauseContainers(std::shared_ptr<docker::Engine> engine)
{
    docker::Containers containers(engine);
    const docker::Labels ours{{instanceLabel, m_options.instance}};
    const auto left = co_await containers.list(ours);
    if (!left)
        co_return std::unexpected(left.error());
    core::Result<> result;
    for (const docker::ContainerState &container : *left) {
        if (!container.isRunning())
            continue;
        const core::Result<> paused = co_await containers.pause(container.id);
        if (!paused && paused.error().kind != Error::Kind::NotFound)
            result = paused;
    }
    co_return result;
}

core::Task<> DockerRuntime::stop()
{
    m_isStopped = true;
    m_watchStop.request_stop();
    const auto places = std::exchange(m_places, {});
    for (const std::shared_ptr<DockerPlace> &place : places) {
        place->disconnect(this);
        place->close();
    }
    const auto now = core::Clock::system().now();
    for (const std::shared_ptr<DockerPlace> &place : places)
        (void)co_await m_ledger->setUsed(place->record().id, now);
    if (m_watchEnded) {
        const core::Deferred<bool> ended = *m_watchEnded;
        co_await ended;
    }
    if (!m_lastEngine || m_options.lifecycle.onShutdown == OnShutdown::Keep)
        co_return {};
    if (m_options.lifecycle.onShutdown == OnShutdown::Pause)
        co_return co_await pauseContainers(m_lastEngine);
    co_return co_await removeContainers(m_lastEngine);
}

} // namespace workspace

#include "moc_DockerRuntime.cpp"
