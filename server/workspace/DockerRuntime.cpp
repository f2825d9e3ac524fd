// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DockerRuntime.h"

#include "core/Clock.h"
#include "docker/Containers.h"
#include "docker/RootLimit.h"
#include "docker/VolumeLimit.h"
#include "workspace/ContainerSpec.h"
#include "workspace/DiskImage.h"
#include "workspace/DockerPlace.h"
#include "workspace/HelperFolder.h"
#include "workspace/HelperVolumes.h"
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
    , m_socketRoot(m_options.socketRoot)
    , m_diskRoot(m_options.diskRoot)
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
    return m_engine.ask([self = guard()] { return search(self); }, "looking for an engine");
}

core::Task<std::shared_ptr<docker::Engine>> DockerRuntime::search(Self self)
{
    EngineFound engine = co_await docker::findEngine(self->m_options.engines);
    if (engine && self) {
        const core::Result<> prepared = co_await self->prepare(*engine);
        if (!prepared)
            engine = std::unexpected(prepared.error());
    }
    if (!engine)
        co_return core::fail(Error::Kind::Unavailable,
                             "There is no place to work in: no Docker or Podman engine can be "
                             "used. Install or start one, or start the server with --runtime local "
                             "to work on this machine without isolation.\n"
                                 + engine.error().message);
    if (self) {
        qCInfo(lcWorkspace).noquote()
            << "Workspaces are containers of the engine at" << (*engine)->endpoint().text();
        self->m_lastEngine = *engine;
    }
    co_return engine;
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
    m_options.bounds.machine.limitsVolumes =
        (co_await docker::boundsVolumes(engine, volumeLimitProbe(m_options))).value_or(false);
    const core::Result<QString> folder = helperFolder(m_options.program, m_options.helperRoot);
    if (!folder)
        co_return std::unexpected(folder.error());
    m_options.helperFolder = *folder;
    m_helpers = helperDigests(m_options.program);
    m_options.helperVolumes.reset();
    // A folder of this machine that a container writes into would be a way around the volumes'
    // limit.
    const bool isBounded = m_options.bounds.machine.limitsVolumes || m_options.makesDiskImages;
    m_options.socketRoot = isBounded ? QString() : m_socketRoot;
    m_options.diskRoot = m_diskRoot;
    if (engine->endpoint().socketPath.isEmpty()) { // its containers are on another machine
        m_options.socketRoot.clear();
        m_options.diskRoot.clear();
        m_options.helperVolumes = std::make_shared<HelperVolumes>();
    }
    for (const std::shared_ptr<DockerPlace> &place : std::as_const(m_places))
        place->adapt(m_options);
    co_return {};
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
    connect(place.get(), &DockerPlace::lost, this, &DockerRuntime::lookForEngineAgain);
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
    if (m_options.beforeStart && !kept->channel()) {
        core::Task<> asking = m_options.beforeStart(kept->record().userId);
        const core::Result<> ready = co_await asking;
        if (!ready)
            co_return std::unexpected(ready.error());
    }
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

core::Task<QString> DockerRuntime::workingDirectory(QString workspaceId, QString path)
{
    // A program that is asked at the start may change the settings.
    if (m_options.beforeStart)
        co_return QString();
    const auto record = co_await m_ledger->find(workspaceId);
    if (!record)
        co_return std::unexpected(record.error());
    co_return workingDirectoryAt(path,
                                 *record ? m_options.settingsFor(**record) : m_options.settings);
}

core::Task<> DockerRuntime::makeDirectory(QString workspaceId, QString path)
{
    const core::Result<std::shared_ptr<Channel>> channel = co_await open(workspaceId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const auto place = m_places.value(workspaceId);
    const WorkspaceSettings settings = place ? m_options.settingsFor(place->record())
                                             : m_options.settings;
    co_return co_await makeWorkingDirectory(*channel, path, settings);
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

QStringList DockerRuntime::running() const
{
    QStringList ids;
    for (auto it = m_places.begin(); it != m_places.end(); ++it) {
        if ((*it)->status().state == WorkspaceState::Ready)
            ids.append(it.key());
    }
    return ids;
}

core::Task<std::optional<WorkspaceUse>> DockerRuntime::use(QString workspaceId, Looks looks)
{
    const auto place = m_places.value(workspaceId);
    const auto channel = place ? place->channel() : nullptr;
    if (!channel || place->status().state != WorkspaceState::Ready)
        co_return std::nullopt;
    QStringList folders;
    if (looks == Looks::All)
        folders = {"/workspace", "/home/agent", "/tmp"};
    core::Result<WorkspaceUse> use = co_await channel->use(folders);
    if (!use)
        co_return std::unexpected(use.error());
    if (const std::shared_ptr<Egress> egress = channel->egress()) {
        use->bytesSent = egress->bytesUp();
        use->bytesReceived = egress->bytesDown();
    }
    co_return *use;
}

core::Task<std::shared_ptr<docker::Engine>> DockerRuntime::engineInUse()
{
    return engine();
}

QString DockerRuntime::containerOf(const QString &workspaceId) const
{
    const auto place = m_places.value(workspaceId);
    return place ? place->containerId() : QString();
}

core::Task<QByteArray> DockerRuntime::log(QString workspaceId, qint64 limit)
{
    const core::Error none{Error::Kind::Conflict, "The workspace has no container now."};
    const QString container = containerOf(workspaceId);
    if (container.isEmpty())
        co_return std::unexpected(none);
    const EngineFound found = co_await engine();
    if (!found)
        co_return std::unexpected(found.error());
    docker::Containers containers(*found);
    core::Result<QByteArray> text = co_await containers.logs(container, limit);
    if (!text && text.error().kind == Error::Kind::NotFound)
        co_return std::unexpected(none);
    co_return text;
}

std::optional<DiskReport> DockerRuntime::disk(const QString &workspaceId) const
{
    const auto place = m_places.value(workspaceId);
    return place ? place->disk() : std::nullopt;
}

void DockerRuntime::forgetFailures(const QString &workspaceId)
{
    if (const auto place = m_places.value(workspaceId))
        place->forgetFailures();
}

void DockerRuntime::adopt(const QString &workspaceId, const WorkspaceSettings &settings)
{
    if (const auto place = m_places.value(workspaceId))
        place->adopt(settings);
    emit changed(workspaceId);
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
    lookForEngineAgain();
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
    if (result)
        result = co_await detachDisks();
    co_return result;
}

core::Task<> DockerRuntime::detachDisks()
{
    core::Result<> result;
    for (const QString &id : DiskImage::idsBelow(m_options.diskRoot)) {
        DiskImage disk(m_options.diskRoot + '/' + id);
        const core::Result<> detached = co_await disk.detach();
        if (!detached)
            result = detached;
    }
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
    if (m_lookEnded) {
        const core::Deferred<bool> ended = *m_lookEnded;
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
