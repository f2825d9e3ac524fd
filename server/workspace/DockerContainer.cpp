// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DockerContainer.h"

#include "core/Logging.h"
#include "docker/ExecStream.h"
#include "docker/Volumes.h"
#include "workspace/ContainerSpec.h"
#include "workspace/HelperSocket.h"
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
{}

static core::Result<> unlessMissing(const core::Result<> &removed)
{
    const bool isMissing = !removed && removed.error().kind == Error::Kind::NotFound;
    return isMissing ? core::Result<>() : removed;
}

/// The entry of a tar archive for a folder, with its owner.
static QByteArray folderEntry(const QString &path, const QByteArray &mode, int user)
{
    QByteArray header(512, '\0');
    const auto put = [&header](qsizetype at, const QByteArray &text) {
        header.replace(at, text.size(), text);
    };
    const QByteArray owner = QByteArray::number(user, 8).rightJustified(7, '0');
    put(0, path.sliced(1).toUtf8() + '/');
    put(100, mode);
    put(108, owner);
    put(116, owner);
    put(124, "00000000000");
    put(136, "00000000000");
    put(148, "        ");
    put(156, "5");
    put(257, QByteArray("ustar\0"
                        "00",
                        8));
    uint sum = 0;
    for (const char byte : std::as_const(header))
        sum += static_cast<unsigned char>(byte);
    put(148, QByteArray::number(sum, 8).rightJustified(6, '0') + QByteArray("\0 ", 2));
    return header;
}

/// A tar archive that gives the roots of a container's volumes to its user.
static QByteArray ownership(const docker::ContainerSpec &spec)
{
    QByteArray tar;
    for (const docker::ContainerSpec::Mount &mount : spec.mounts) {
        if (mount.isVolume)
            tar += folderEntry(mount.target, mount.target == "/tmp" ? "0001777" : "0000755",
                               ownerOf(spec));
    }
    return tar + QByteArray(1024, '\0');
}

/// A new volume belongs to root unless the image has the folder and gave it away, and an engine
/// unpacks nothing into a read-only system. So the volumes are given away in a container of the
/// same image that never runs.
core::Task<> DockerContainer::giveVolumes()
{
    docker::ContainerSpec spec = m_spec;
    spec.name += "-volumes";
    spec.readOnlyRoot = false;
    spec.mounts.removeIf([](const docker::ContainerSpec::Mount &mount) { return !mount.isVolume; });
    for (docker::ContainerSpec::Mount &mount : spec.mounts)
        mount.takesNothing = false;
    core::Result<QString> id = co_await m_containers.create(spec);
    if (!id && id.error().kind == Error::Kind::Conflict) { // an earlier run's, cut short
        const core::Result<> removed = co_await m_containers.remove(spec.name);
        if (!removed)
            co_return removed;
        id = co_await m_containers.create(spec);
    }
    if (!id)
        co_return std::unexpected(id.error());
    const core::Result<> given = co_await m_containers.putArchive(*id, "/", ownership(spec));
    const core::Result<> removed = co_await m_containers.remove(*id);
    co_return given ? removed : given;
}

/// Makes the volumes that are missing; a new one is still root's.
core::Task<> DockerContainer::makeVolumes()
{
    docker::Volumes volumes(m_engine);
    docker::Labels labels = m_spec.labels;
    labels.remove(specLabel);
    const core::Result<QList<docker::Volume>> there = co_await volumes.list(labels);
    if (!there)
        co_return std::unexpected(there.error());
    for (const docker::ContainerSpec::Mount &mount : std::as_const(m_spec.mounts)) {
        if (!mount.isVolume || std::ranges::contains(*there, mount.source, &docker::Volume::name))
            continue;
        m_mustGiveVolumes = true;
        const docker::Volume volume{mount.source, labels};
        const core::Result<> made = co_await volumes.create(volume);
        if (!made)
            co_return std::unexpected(made.error());
    }
    co_return {};
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
    core::Result<> volumes = co_await makeVolumes();
    if (volumes && m_mustGiveVolumes)
        volumes = co_await giveVolumes();
    if (!volumes)
        co_return std::unexpected(volumes.error());
    core::Result<QString> id = co_await m_containers.create(m_spec);
    // An engine may still be at what a server asked for that was killed meanwhile.
    if (!id && id.error().kind == Error::Kind::Conflict) {
        const core::Result<> removed = co_await removeOurs();
        if (!removed)
            co_return std::unexpected(removed.error());
        id = co_await m_containers.create(m_spec);
    }
    if (id)
        m_mustGiveVolumes = false;
    co_return id;
}

/// Removes whatever bears the name, unless somebody else made it.
core::Task<> DockerContainer::removeOurs()
{
    const core::Result<docker::ContainerState> found = co_await m_containers.inspect(m_spec.name);
    if (!found && found.error().kind == Error::Kind::NotFound)
        co_return {};
    if (!found)
        co_return std::unexpected(found.error());
    if (found->labels.value(instanceLabel) != m_spec.labels.value(instanceLabel))
        co_return core::fail(Error::Kind::Conflict,
                             "Somebody else's container is called " + m_spec.name + '.');
    const core::Result<> removed = co_await m_containers.remove(found->id);
    co_return unlessMissing(removed);
}

core::Task<> DockerContainer::start(QString id)
{
    return m_containers.start(std::move(id));
}

core::Task<QString> DockerContainer::find()
{
    const core::Result<docker::ContainerState> found = co_await m_containers.inspect(m_spec.name);
    if (!found && found.error().kind == Error::Kind::NotFound)
        co_return QString();
    if (!found)
        co_return std::unexpected(found.error());
    if (found->labels.value(instanceLabel) != m_spec.labels.value(instanceLabel))
        co_return core::fail(Error::Kind::Conflict,
                             "Somebody else's container is called " + m_spec.name + '.');
    const bool isPaused = found->status == "paused";
    if ((found->isRunning() || isPaused) && found->labels == m_spec.labels) {
        const core::Result<> thawed = isPaused ? co_await m_containers.unpause(found->id)
                                               : core::Result<>();
        if (!thawed)
            co_return std::unexpected(thawed.error());
        co_return found->id;
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
    co_return unlessMissing(removed);
}

core::Task<> DockerContainer::removeVolumes()
{
    docker::Volumes volumes(m_engine);
    core::Result<> result;
    for (const docker::ContainerSpec::Mount &mount : std::as_const(m_spec.mounts)) {
        if (!mount.isVolume)
            continue;
        const core::Result<> removed = unlessMissing(co_await volumes.remove(mount.source));
        if (!removed)
            result = removed;
    }
    co_return result;
}

} // namespace workspace
