// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DockerPlace.h"

#include "core/Logging.h"
#include "docker/ExecStream.h"
#include "docker/Volumes.h"
#include "workspace/ContainerSpec.h"
#include "workspace/QuotaChannel.h"
#include "workspace/WorkingDirectory.h"

namespace workspace {

using core::Error;

std::shared_ptr<DockerPlace> DockerPlace::start(std::shared_ptr<docker::Engine> engine,
                                                const DockerOptions &options, const QString &userId)
{
    const std::shared_ptr<DockerPlace> place(new DockerPlace(std::move(engine), options, userId));
    core::spawn(reach(place), "opening a container");
    return place;
}

DockerPlace::DockerPlace(std::shared_ptr<docker::Engine> engine, const DockerOptions &options,
                         const QString &userId)
    : m_engine(std::move(engine))
    , m_containers(m_engine)
    , m_spec(containerSpec(options, userId))
    , m_token(helperToken(options, userId))
{}

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
core::Task<> DockerPlace::giveVolumes()
{
    docker::ContainerSpec spec = m_spec;
    spec.name += "-volumes";
    spec.readOnlyRoot = false;
    spec.mounts.removeIf([](const docker::ContainerSpec::Mount &mount) { return !mount.isVolume; });
    for (docker::ContainerSpec::Mount &mount : spec.mounts)
        mount.takesNothing = false;
    core::Result<QString> id = co_await m_containers.create(spec);
    if (!id && id.error().kind == Error::Kind::Conflict) {
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

core::Task<> DockerPlace::makeVolumes()
{
    docker::Volumes volumes(m_engine);
    for (const docker::ContainerSpec::Mount &mount : std::as_const(m_spec.mounts)) {
        if (!mount.isVolume)
            continue;
        docker::Volume volume{mount.source, m_spec.labels};
        volume.labels.remove(specLabel);
        const core::Result<> made = co_await volumes.create(volume);
        if (!made)
            co_return std::unexpected(made.error());
    }
    co_return {};
}

core::Task<QString> DockerPlace::createContainer()
{
    const core::Result<> given = co_await giveVolumes();
    const core::Result<QString> id = given ? co_await m_containers.create(m_spec)
                                           : core::Result<QString>(std::unexpected(given.error()));
    if (!id && id.error().kind == Error::Kind::NotFound)
        co_return core::fail(Error::Kind::Unavailable,
                             "The image " + m_spec.image + " is not on the engine at "
                                 + m_engine->endpoint().text()
                                 + ". Load or build it there, or name another with --image.");
    if (!id)
        co_return std::unexpected(id.error());
    const core::Result<> started = co_await m_containers.start(*id);
    if (!started)
        co_return std::unexpected(started.error());
    co_return *id;
}

/// The container of this name when it is as it should be, else a new one in its place.
core::Task<QString> DockerPlace::container()
{
    const core::Result<docker::ContainerState> found = co_await m_containers.inspect(m_spec.name);
    if (!found && found.error().kind != Error::Kind::NotFound)
        co_return std::unexpected(found.error());
    if (found) {
        if (found->isRunning() && found->labels == m_spec.labels)
            co_return found->id;
        if (found->labels.value(instanceLabel) != m_spec.labels.value(instanceLabel))
            co_return core::fail(Error::Kind::Conflict,
                                 "Somebody else's container is called " + m_spec.name + '.');
        const core::Result<> removed = co_await m_containers.remove(found->id);
        if (!removed)
            co_return std::unexpected(removed.error());
    }
    co_return co_await createContainer();
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

core::Task<std::shared_ptr<WireChannel>> DockerPlace::connectTo(QString containerId)
{
    WireOptions options;
    options.token = m_token;
    options.directory = "/workspace";
    options.handshake = std::chrono::seconds(15);
    options.reopen = [engine = m_engine, containerId] { return openBridge(engine, containerId); };
    const auto stream = co_await openBridge(m_engine, containerId);
    if (!stream)
        co_return std::unexpected(stream.error());
    co_return co_await WireChannel::open(*stream, options);
}

core::Task<std::shared_ptr<WireChannel>> DockerPlace::replace(QString containerId)
{
    const core::Result<> removed = co_await m_containers.remove(containerId);
    if (!removed && removed.error().kind != Error::Kind::NotFound)
        co_return std::unexpected(removed.error());
    const core::Result<QString> id = co_await createContainer();
    if (!id)
        co_return std::unexpected(id.error());
    co_return co_await connectTo(*id);
}

core::Task<> DockerPlace::reach(std::shared_ptr<DockerPlace> self)
{
    core::Result<> volumes = co_await self->makeVolumes();
    if (!volumes) {
        self->fail(volumes.error());
        co_return {};
    }
    const core::Result<QString> id = co_await self->container();
    if (!id) {
        self->fail(id.error());
        co_return {};
    }
    core::Result<std::shared_ptr<WireChannel>> channel = co_await self->connectTo(*id);
    // Whoever works in a container can break the way into it, but not its volumes.
    if (!channel)
        channel = co_await self->replace(*id);
    if (!channel) {
        self->fail(channel.error());
        co_return {};
    }
    self->m_channel = *channel;
    connect(self->m_channel.get(), &Channel::lost, self.get(),
            [place = self.get()](const QString &reason) {
        qCWarning(lcWorkspace).noquote()
            << "The container" << place->m_spec.name << "was lost:" << reason;
        emit place->lost();
    });
    const core::Result<> linked = co_await restoreLinks(self->m_channel);
    if (!linked)
        qCWarning(lcWorkspace).noquote()
            << "A directory could not be linked into place:" << linked.error().message;
    self->m_opened.resolve(Opened(QuotaChannel::around(*channel, diskQuota(self->m_spec))));
    co_return {};
}

void DockerPlace::fail(Error error)
{
    qCWarning(lcWorkspace).noquote()
        << "The container" << m_spec.name << "could not be opened:" << error.message;
    // Whatever it was, there is nothing to work in.
    error.kind = Error::Kind::Unavailable;
    m_opened.resolve(std::unexpected(std::move(error)));
    emit lost();
}

void DockerPlace::close()
{
    if (!m_channel)
        return;
    m_channel->disconnect(this);
    m_channel->close();
}

} // namespace workspace

#include "moc_DockerPlace.cpp"
