// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DockerRuntime.h"

#include "docker/RootLimit.h"
#include "workspace/ContainerSpec.h"
#include "workspace/DockerPlace.h"
#include "workspace/HelperFolder.h"
#include "workspace/WorkingDirectory.h"

#include <QCoreApplication>
#include <QStandardPaths>

namespace workspace {

using core::Error;

DockerRuntime::DockerRuntime(DockerOptions options, QObject *parent)
    : Runtime(parent)
    , m_options(std::move(options))
{
    if (m_options.program.isEmpty())
        m_options.program = QCoreApplication::applicationDirPath() + "/berth-workspaced";
    if (m_options.helperRoot.isEmpty())
        m_options.helperRoot = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
                               + "/berth/helpers";
}

DockerRuntime::~DockerRuntime()
{
    for (const std::shared_ptr<DockerPlace> &place : std::as_const(m_places))
        place->close();
}

core::Task<std::shared_ptr<docker::Engine>> DockerRuntime::engine()
{
    // A search that finds nothing at once has ended, and is forgotten, when spawn() returns.
    const core::Deferred<EngineFound> found = m_engine.value_or(core::Deferred<EngineFound>());
    if (!m_engine) {
        m_engine = found;
        core::spawn(search(found), "looking for an engine");
    }
    const EngineFound engine = co_await found;
    co_return engine;
}

core::Task<> DockerRuntime::search(core::Deferred<EngineFound> found)
{
    EngineFound engine = co_await docker::findEngine(m_options.engines);
    if (engine) {
        qCInfo(lcWorkspace).noquote()
            << "Workspaces are containers of the engine at" << (*engine)->endpoint().text();
        // What an earlier run could not remove; nobody has a place on a new engine yet.
        const core::Result<> swept = m_lastEngine ? core::Result<>()
                                                  : co_await removeContainers(*engine);
        const core::Result<> prepared = swept ? co_await prepare(*engine) : swept;
        if (prepared)
            m_lastEngine = *engine;
        else
            engine = std::unexpected(prepared.error());
    }
    // It may come up later: the next one who asks looks again.
    if (!engine) {
        m_engine.reset();
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
    for (const QString &warning : machine->warnings)
        qCWarning(lcWorkspace).noquote() << "The engine says:" << warning;
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
    co_return {};
}

/// Removes every container of this server. What runs in there has ended or is to end.
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
    co_return result;
}

core::Task<std::shared_ptr<Channel>> DockerRuntime::open(QString userId)
{
    if (m_isStopped)
        co_return core::fail(Error::Kind::Unavailable, "The server is about to end.");
    const core::Result<std::shared_ptr<docker::Engine>> found = co_await engine();
    if (!found)
        co_return std::unexpected(found.error());
    std::shared_ptr<DockerPlace> place = m_places.value(userId);
    if (!place)
        place = startPlace(*found, userId);
    const core::Deferred<DockerPlace::Opened> opened = place->opened();
    const DockerPlace::Opened channel = co_await opened;
    co_return channel;
}

core::Task<> DockerRuntime::makeDirectory(QString userId, QString path)
{
    const core::Result<std::shared_ptr<Channel>> channel = co_await open(userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const WorkspaceSettings settings = m_options.settings;
    co_return co_await makeWorkingDirectory(*channel, path, settings);
}

std::shared_ptr<DockerPlace> DockerRuntime::startPlace(std::shared_ptr<docker::Engine> engine,
                                                       const QString &userId)
{
    const auto place = DockerPlace::start(std::move(engine), m_options, userId);
    m_places.insert(userId, place);
    connect(place.get(), &DockerPlace::lost, this, [this, place = place.get()] { retire(place); });
    return place;
}

void DockerRuntime::retire(DockerPlace *place)
{
    const auto found = std::ranges::find(m_places, place, &std::shared_ptr<DockerPlace>::get);
    if (found == m_places.end())
        return;
    const std::shared_ptr<DockerPlace> leaving = *found;
    m_places.erase(found);
    leaving->close();
    // The signal comes from inside the place.
    core::later([leaving] {});
    // Perhaps it was the engine that went away.
    m_engine.reset();
}

core::Task<> DockerRuntime::stop()
{
    m_isStopped = true;
    const auto places = std::exchange(m_places, {});
    for (const std::shared_ptr<DockerPlace> &place : places)
        place->close();
    if (!m_lastEngine)
        co_return {};
    co_return co_await removeContainers(m_lastEngine);
}

} // namespace workspace

#include "moc_DockerRuntime.cpp"
