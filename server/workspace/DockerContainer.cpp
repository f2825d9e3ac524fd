// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DockerContainer.h"

#include "core/Logging.h"
#include "docker/ExecStream.h"
#include "workspace/ContainerSpec.h"
#include "workspace/HelperSocket.h"
#include "workspace/HelperVolumes.h"
#include "workspace/SocketFolders.h"
#include "workspace/WorkingDirectory.h"

#include <QFileInfo>

namespace workspace {

using core::Error;

/// The folder of this machine that @p id's container sees as the one with its socket; empty for an
/// engine elsewhere.
static QString socketFolderOf(const DockerOptions &options, const QString &id)
{
    return options.socketRoot.isEmpty() ? QString() : options.socketRoot + '/' + id;
}

static FileVolumes::Bounds fileBounds(const DockerOptions &options, const QString &id)
{
    FileVolumes::Bounds bounds;
    bounds.byEngine = options.bounds.machine.limitsVolumes;
    bounds.byImage = options.makesDiskImages;
    if (!options.diskRoot.isEmpty())
        bounds.imageFolder = options.diskRoot + '/' + id;
    return bounds;
}

DockerContainer::DockerContainer(std::shared_ptr<docker::Engine> engine,
                                 const DockerOptions &options, const WorkspaceRecord &record,
                                 const QString &imageId)
    : m_engine(std::move(engine))
    , m_containers(m_engine)
    , m_spec(containerSpec(options, record, imageId))
    , m_token(helperToken(options, record.id))
    , m_socketFolder(socketFolderOf(options, record.id))
    , m_lease(idleTimeoutOf(options, record) + options.lifecycle.lease)
    , m_wayOut(wayOut(options, record))
    , m_helpers(options.helperVolumes)
    , m_helperFolder(options.helperFolder)
    , m_files(m_engine, m_spec, fileBounds(options, record.id))
{}

static core::Result<> unlessMissing(const core::Result<> &removed)
{
    const bool isMissing = !removed && removed.error().kind == Error::Kind::NotFound;
    return isMissing ? core::Result<>() : removed;
}

/// The container that gave new volumes away may have been cut short, and the settings may name
/// another user than those before.
core::Task<> DockerContainer::checkVolumes(std::shared_ptr<WireChannel> channel)
{
    Command command;
    command.shell = "test -w /workspace && test -w /home/agent && test -w /tmp";
    command.timeout = std::chrono::seconds(10);
    // An image without a shell has nobody who could be told; its volumes were given when made.
    const core::Result<Output> output = co_await channel->run(std::move(command), {});
    m_mustGiveVolumes = output && output->exit.code == 1;
    if (m_mustGiveVolumes)
        co_return core::fail(Error::Kind::Conflict, "The files of the workspace are another's.");
    co_return {};
}

core::Task<QString> DockerContainer::create()
{
    const core::Result<> folder = m_socketFolder.isEmpty() ? core::Result<>()
                                                           : makeSocketFolder(m_socketFolder);
    if (!folder)
        co_return std::unexpected(folder.error());
    const core::Result<> network = co_await makeNetwork(m_engine, m_spec);
    if (!network)
        co_return std::unexpected(network.error());
    if (m_helpers) {
        const core::Result<> brought = co_await m_helpers->fill(m_engine, m_spec, m_helperFolder);
        if (!brought)
            co_return std::unexpected(brought.error());
    }
    const core::Result<> volumes = co_await m_files.make(m_mustGiveVolumes);
    if (!volumes)
        co_return std::unexpected(volumes.error());
    // Beside the label with the description's digest, for what is there is not part of it.
    docker::ContainerSpec spec = m_spec;
    spec.mounts += m_files.furtherMounts();
    core::Result<QString> id = co_await m_containers.create(spec);
    // An engine may still be at what a server asked for that was killed meanwhile.
    if (!id && id.error().kind == Error::Kind::Conflict) {
        const core::Result<> removed = co_await removeOurs();
        if (!removed)
            co_return std::unexpected(removed.error());
        id = co_await m_containers.create(spec);
    }
    if (id)
        m_mustGiveVolumes = false;
    co_return id;
}

/// Removes whatever bears the name, unless somebody else made it.
/// The container of this name; nothing without one. Conflict when it is not ours.
core::Task<std::optional<docker::ContainerState>> DockerContainer::ours()
{
    const core::Result<docker::ContainerState> found = co_await m_containers.inspect(m_spec.name);
    if (!found && found.error().kind == Error::Kind::NotFound)
        co_return std::nullopt;
    if (!found)
        co_return std::unexpected(found.error());
    if (found->labels.value(instanceLabel) != m_spec.labels.value(instanceLabel))
        co_return core::fail(Error::Kind::Conflict,
                             "Somebody else's container is called " + m_spec.name + '.');
    co_return *found;
}

core::Task<> DockerContainer::removeOurs()
{
    const auto found = co_await ours();
    if (!found)
        co_return std::unexpected(found.error());
    if (!*found)
        co_return {};
    const core::Result<> removed = co_await m_containers.remove((*found)->id);
    co_return unlessMissing(removed);
}

core::Task<> DockerContainer::start(QString id)
{
    return m_containers.start(std::move(id));
}

core::Task<QString> DockerContainer::find()
{
    const auto found = co_await ours();
    if (!found)
        co_return std::unexpected(found.error());
    if (!*found)
        co_return QString();
    const docker::ContainerState &state = **found;
    const bool isPaused = state.status == "paused";
    if ((state.isRunning() || isPaused) && state.labels == m_spec.labels) {
        const core::Result<> thawed = isPaused ? co_await m_containers.unpause(state.id)
                                               : core::Result<>();
        if (!thawed)
            co_return std::unexpected(thawed.error());
        const core::Result<> looked = co_await m_files.look();
        if (!looked)
            co_return std::unexpected(looked.error());
        co_return state.id;
    }
    const core::Result<> removed = co_await remove();
    if (!removed)
        co_return std::unexpected(removed.error());
    co_return QString();
}

/// A stream to the helper. NotFound when the container will not answer any more: it is gone or has
/// ended.
static core::Task<std::shared_ptr<QIODevice>> openBridge(std::shared_ptr<docker::Engine> engine,
                                                         QString containerId)
{
    docker::ExecSpec exec{.containerId = containerId,
                          .command = {helperProgram, "bridge", helperSocket}};
    const auto stream = co_await docker::ExecStream::open(engine, exec);
    if (stream)
        co_return *stream;
    docker::Containers containers(engine);
    const core::Result<docker::ContainerState> state = co_await containers.inspect(containerId);
    if (state && !state->isRunning() && state->status != "paused")
        co_return core::fail(Error::Kind::NotFound, "The container has ended.");
    if (state)
        co_return core::fail(Error::Kind::Unavailable, stream.error().message);
    co_return std::unexpected(state.error());
}

/// The helper's socket if this machine sees it, which is faster, else a bridge through the engine.
static core::Task<std::shared_ptr<QIODevice>> openStream(std::shared_ptr<docker::Engine> engine,
                                                         QString containerId, QString socketFolder)
{
    if (!socketFolder.isEmpty()) {
        const auto direct = openHelperSocket(socketFolder + '/'
                                             + QFileInfo(helperSocket).fileName());
        if (direct)
            co_return *direct;
    }
    co_return co_await openBridge(std::move(engine), std::move(containerId));
}

/// Waits a moment for a new helper to listen.
static core::Task<> awaitSocket(QString socketFolder)
{
    using namespace std::chrono_literals;
    const QString path = socketFolder + '/' + QFileInfo(helperSocket).fileName();
    const auto deadline = std::chrono::steady_clock::now() + 1s;
    while (!QFileInfo::exists(path) && std::chrono::steady_clock::now() < deadline)
        (void)co_await core::sleepFor(3ms);
    co_return {};
}

core::Task<std::shared_ptr<WireChannel>> DockerContainer::connect(QString id)
{
    WireOptions options;
    options.token = m_token;
    options.directory = "/workspace";
    options.handshake = std::chrono::seconds(15);
    options.lease = m_lease;
    options.reopen = [engine = m_engine, id, folder = m_socketFolder] {
        return openStream(engine, id, folder);
    };
    if (!m_socketFolder.isEmpty())
        (void)co_await awaitSocket(m_socketFolder);
    const auto stream = co_await openStream(m_engine, id, m_socketFolder);
    if (!stream)
        co_return std::unexpected(stream.error());
    const auto channel = co_await WireChannel::open(*stream, options);
    if (!channel)
        co_return std::unexpected(channel.error());
    const core::Result<> writable = co_await checkVolumes(*channel);
    if (!writable)
        co_return std::unexpected(writable.error());
    (void)co_await offerWayOut(*channel, m_wayOut);
    const core::Result<> linked = co_await restoreLinks(*channel);
    if (!linked)
        qCWarning(lcWorkspace).noquote()
            << "A directory could not be linked into place:" << linked.error().message;
    co_return *channel;
}

core::Task<> DockerContainer::pause()
{
    return m_containers.pause(m_spec.name);
}

core::Task<> DockerContainer::unpause()
{
    return m_containers.unpause(m_spec.name);
}

core::Task<> DockerContainer::remove()
{
    const core::Result<> removed = co_await m_containers.remove(m_spec.name);
    if (!m_socketFolder.isEmpty())
        discardSocketFolder(m_socketFolder);
    if (!unlessMissing(removed))
        co_return removed;
    const core::Result<> rested = co_await m_files.rest();
    if (!rested) // it does no harm, and the next container uses it as it is
        qCWarning(lcWorkspace).noquote()
            << "A disk image stays attached:" << rested.error().message;
    co_return {};
}

core::Task<> DockerContainer::removeVolumes()
{
    return m_files.remove();
}

// A limit that was set lower than the volume's is measured; one that was set higher waits for
// another volume.
DiskQuotaOptions DockerContainer::quota() const
{
    DiskQuotaOptions options = diskQuota(m_spec);
    const qint64 bytes = m_files.bytes();
    if (bytes > 0 && bytes <= options.limit) {
        options.limit = bytes;
        options.enforcement = DiskEnforcement::Hard;
    }
    return options;
}

} // namespace workspace
