// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DockerPlace.h"

#include "core/Logging.h"
#include "docker/ExecStream.h"
#include "docker/Volumes.h"
#include "workspace/ContainerSpec.h"
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
{}

/// A tar archive with one entry: the folder it is unpacked into, given to @p user.
static QByteArray ownership(int user)
{
    QByteArray header(512, '\0');
    const auto put = [&header](qsizetype at, const QByteArray &text) {
        header.replace(at, text.size(), text);
    };
    const QByteArray owner = QByteArray::number(user, 8).rightJustified(7, '0');
    put(0, "./");
    put(100, "0000755");
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
    return header + QByteArray(1024, '\0');
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
    const core::Result<QString> id = co_await m_containers.create(m_spec);
    if (!id && id.error().kind == Error::Kind::NotFound)
        co_return core::fail(Error::Kind::Unavailable,
                             "The image " + m_spec.image + " is not on the engine at "
                                 + m_engine->endpoint().text()
                                 + ". Load or build it there, or name another with --image.");
    if (!id)
        co_return std::unexpected(id.error());
    // A new volume belongs to root unless the image has the folder and gave it away.
    for (const docker::ContainerSpec::Mount &mount : std::as_const(m_spec.mounts)) {
        if (!mount.isVolume)
            continue;
        const core::Result<> given = co_await m_containers.putArchive(*id, mount.target,
                                                                      ownership(ownerOf(m_spec)));
        if (!given)
            co_return std::unexpected(given.error());
    }
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

core::Task<std::shared_ptr<WireChannel>> DockerPlace::connectTo(QString containerId)
{
    docker::ExecSpec exec{.containerId = containerId,
                          .command = {helperProgram, "bridge", helperSocket}};
    const auto stream = co_await docker::ExecStream::open(m_engine, exec);
    if (!stream)
        co_return std::unexpected(stream.error());
    WireOptions options;
    options.directory = "/workspace";
    options.handshake = std::chrono::seconds(15);
    co_return co_await WireChannel::open(*stream, options);
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
    const core::Result<std::shared_ptr<WireChannel>> channel = co_await self->connectTo(*id);
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
    self->m_opened.resolve(Opened(*channel));
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
