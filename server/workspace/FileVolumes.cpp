// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/FileVolumes.h"

#include "docker/VolumeLimit.h"
#include "workspace/ContainerSpec.h"
#include "workspace/TarEntry.h"

#include <QFileInfo>

namespace workspace {

using core::Error;

/// Where a container sees the bounded volume itself.
static const QString boundedFolder = QStringLiteral("/run/berth-files");

static core::Result<> unlessNotThere(const core::Result<> &removed)
{
    const bool isMissing = !removed && removed.error().kind == Error::Kind::NotFound;
    return isMissing ? core::Result<>() : removed;
}

/// The folder of the bounded volume that the container has as @p target.
static QString folderNameOf(const QString &target)
{
    return QFileInfo(target).fileName();
}

FileVolumes::FileVolumes(std::shared_ptr<docker::Engine> engine, docker::ContainerSpec spec,
                         Bounds bounds)
    : m_engine(std::move(engine))
    , m_volumes(m_engine)
    , m_spec(std::move(spec))
    , m_labels(m_spec.labels)
    , m_bounds(std::move(bounds))
    , m_image(m_bounds.imageFolder)
{
    m_labels.remove(specLabel);
    for (const Mount &mount : std::as_const(m_spec.mounts)) {
        if (mount.isVolume && !mount.readOnly) // that with the helper is not the workspace's own
            m_folders.append(mount);
    }
}

core::Task<> FileVolumes::look()
{
    const core::Result<QList<docker::Volume>> volumes = co_await m_volumes.list(m_labels);
    if (!volumes)
        co_return std::unexpected(volumes.error());
    m_there.clear();
    m_root.clear();
    m_bytes = 0;
    m_isShown = false;
    for (const docker::Volume &volume : *volumes) {
        m_there.append(volume.name);
        m_isShown = m_isShown || volume.options.contains("device");
        if (volume.name == boundedName()) {
            m_root = volume.path;
            m_bytes = volume.options.value(docker::sizeOption).toLongLong();
        }
    }
    m_isImage = m_root.isEmpty() && !m_bounds.imageFolder.isEmpty() && m_image.exists();
    if (m_isImage) {
        m_root = m_image.files();
        m_bytes = m_image.bytes();
    }
    co_return {};
}

core::Task<> FileVolumes::make(bool theyAreAnothers)
{
    core::Result<> done = co_await look();
    if (done && m_isShown && m_root.isEmpty())
        done = co_await discardHollow();
    const bool isNew = m_there.isEmpty() && m_root.isEmpty();
    if (done && isNew && m_bounds.byEngine)
        done = co_await makeBounded();
    else if (done && (m_isImage || (isNew && m_bounds.byImage)))
        done = co_await attachImage();
    if (!done)
        co_return done;
    const bool isComplete = std::ranges::all_of(m_folders, [this](const Mount &folder) {
        return m_there.contains(folder.source);
    });
    if (isComplete && !theyAreAnothers)
        co_return {};
    // The bounded volume's folders are made as they are given away, before anything shows them.
    if (!m_root.isEmpty())
        done = co_await give();
    if (done && !isComplete)
        done = co_await makeFolders();
    if (done && m_root.isEmpty())
        done = co_await give();
    co_return done;
}

core::Task<> FileVolumes::makeBounded()
{
    docker::Volume volume;
    volume.name = boundedName();
    volume.labels = m_labels;
    volume.options.insert(docker::sizeOption, QString::number(m_spec.fileBytes));
    const core::Result<> made = co_await m_volumes.create(volume);
    if (!made)
        co_return made;
    co_return co_await look(); // it is the engine that says where the files are
}

core::Task<> FileVolumes::attachImage()
{
    const core::Result<> attached = co_await m_image.attach(m_spec.fileBytes);
    if (!attached)
        co_return attached;
    co_return co_await look();
}

core::Task<> FileVolumes::makeFolders()
{
    for (const Mount &folder : std::as_const(m_folders)) {
        if (m_there.contains(folder.source))
            continue;
        docker::Volume volume;
        volume.name = folder.source;
        volume.labels = m_labels;
        if (!m_root.isEmpty()) {
            volume.options.insert("type", "none");
            volume.options.insert("o", "bind");
            volume.options.insert("device", m_root + '/' + folderNameOf(folder.target));
        }
        const core::Result<> made = co_await m_volumes.create(volume);
        if (!made)
            co_return made;
        m_there.append(folder.source);
    }
    co_return {};
}

/// Removes volumes that show folders of one that is gone. They have no files.
core::Task<> FileVolumes::discardHollow()
{
    for (const QString &name : std::as_const(m_there)) {
        const core::Result<> removed = unlessNotThere(co_await m_volumes.remove(name));
        if (!removed)
            co_return removed;
    }
    co_return co_await look();
}

/// The container that gives the volumes away: it sees nothing else, and never runs.
docker::ContainerSpec FileVolumes::giver() const
{
    docker::ContainerSpec spec = m_spec;
    spec.name += "-volumes";
    spec.readOnlyRoot = false;
    spec.mounts = m_folders;
    for (Mount &mount : spec.mounts)
        mount.takesNothing = false;
    if (!m_root.isEmpty())
        spec.mounts = {{!m_isImage, m_isImage ? m_root : boundedName(), boundedFolder}};
    return spec;
}

/// A tar archive that gives the folders to the container's user.
static QByteArray ownershipOf(const QList<docker::ContainerSpec::Mount> &folders, bool areBounded,
                              int owner)
{
    QByteArray tar;
    for (const docker::ContainerSpec::Mount &folder : folders) {
        const QString path = areBounded ? boundedFolder + '/' + folderNameOf(folder.target)
                                        : folder.target;
        tar += tarBytes({.kind = TarEntry::Kind::Folder,
                         .path = path.sliced(1).toUtf8(),
                         .mode = folder.target == "/tmp" ? 01777 : 0755,
                         .owner = owner});
    }
    return tar + tarEnd();
}

/// A new volume belongs to root unless the image has the folder and gave it away, and an engine
/// unpacks nothing into a read-only system. So the volumes are given away in a container of the
/// same image that never runs.
core::Task<> FileVolumes::give()
{
    docker::Containers containers(m_engine);
    const docker::ContainerSpec spec = giver();
    core::Result<QString> id = co_await containers.create(spec);
    if (!id && id.error().kind == Error::Kind::Conflict) { // an earlier run's, cut short
        const core::Result<> removed = co_await containers.remove(spec.name);
        if (!removed)
            co_return removed;
        id = co_await containers.create(spec);
    }
    if (!id)
        co_return std::unexpected(id.error());
    const QByteArray archive = ownershipOf(m_folders, !m_root.isEmpty(), ownerOf(m_spec));
    const core::Result<> given = co_await containers.putArchive(*id, "/", archive);
    const core::Result<> removed = co_await containers.remove(*id);
    co_return given ? removed : given;
}

core::Task<> FileVolumes::rest()
{
    if (m_bounds.imageFolder.isEmpty())
        co_return {};
    co_return co_await m_image.detach();
}

core::Task<> FileVolumes::remove()
{
    QStringList names;
    for (const Mount &folder : std::as_const(m_folders))
        names.append(folder.source);
    names.append(boundedName());
    core::Result<> result;
    for (const QString &name : std::as_const(names)) {
        const core::Result<> removed = unlessNotThere(co_await m_volumes.remove(name));
        if (!removed)
            result = removed;
    }
    if (result && !m_bounds.imageFolder.isEmpty())
        result = co_await m_image.remove();
    co_return result;
}

QList<docker::ContainerSpec::Mount> FileVolumes::furtherMounts() const
{
    if (m_isImage || bytes() == 0)
        return {};
    return {{true, boundedName(), boundedFolder, true, true}};
}

} // namespace workspace
