// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/HelperVolumes.h"

#include "docker/Volumes.h"
#include "workspace/ContainerSpec.h"
#include "workspace/TarEntry.h"

#include <QFile>
#include <QFileInfo>

namespace workspace {

using core::Error;

docker::ContainerSpec::Mount HelperVolumes::mountOf(const QString &instance, const QString &folder)
{
    const QString name = "berth-" + instance.left(8) + "-helper-" + QFileInfo(folder).fileName();
    return {true, name, QFileInfo(helperProgram).path(), true, true};
}

static core::Result<QByteArray> helperArchive(const QString &folder)
{
    QFile program(folder + '/' + QFileInfo(helperProgram).fileName());
    if (!program.open(QIODevice::ReadOnly))
        return core::fail(Error::Kind::Unavailable,
                          "The program for workspaces cannot be read: " + program.errorString());
    TarEntry entry;
    entry.path = QFileInfo(helperProgram).fileName().toUtf8();
    entry.mode = 0755;
    entry.content = program.readAll();
    return tarBytes(entry) + tarEnd();
}

static core::Task<> bringHelper(std::shared_ptr<docker::Engine> engine, docker::ContainerSpec spec,
                                QString folder)
{
    const core::Result<QByteArray> archive = helperArchive(folder);
    if (!archive)
        co_return std::unexpected(archive.error());
    const QString instance = spec.labels.value(instanceLabel);
    docker::ContainerSpec::Mount mount = HelperVolumes::mountOf(instance, folder);
    docker::Volume volume;
    volume.name = mount.source;
    volume.labels.insert(instanceLabel, instance);
    volume.labels.insert(helperLabel, QFileInfo(folder).fileName());
    docker::Volumes volumes(engine);
    const core::Result<> made = co_await volumes.create(volume);
    if (!made)
        co_return made;
    mount.readOnly = false;
    spec.name += "-helper";
    spec.readOnlyRoot = false;
    spec.mounts.clear();
    spec.mounts.append(mount);
    docker::Containers containers(engine);
    const core::Result<> cleared = co_await containers.remove(spec.name); // of a run cut short
    if (!cleared && cleared.error().kind != Error::Kind::NotFound)
        co_return cleared;
    const core::Result<QString> id = co_await containers.create(spec);
    if (!id)
        co_return std::unexpected(id.error());
    const core::Result<> put = co_await containers.putArchive(*id, mount.target, *archive);
    const core::Result<> removed = co_await containers.remove(*id);
    co_return put ? removed : put;
}

static core::Task<> bringHelperFor(std::shared_ptr<docker::Engine> engine,
                                   docker::ContainerSpec spec, QString folder,
                                   core::Deferred<core::Result<>> filled)
{
    const core::Result<> brought = co_await bringHelper(engine, spec, folder);
    filled.resolve(brought);
    co_return {};
}

core::Task<> HelperVolumes::fill(std::shared_ptr<docker::Engine> engine, docker::ContainerSpec spec,
                                 QString folder)
{
    const auto known = m_filled.constFind(folder);
    const bool isKnown = known != m_filled.constEnd();
    const core::Deferred<Filled> filled = isKnown ? *known : core::Deferred<Filled>();
    if (!isKnown) {
        m_filled.insert(folder, filled);
        core::spawn(bringHelperFor(std::move(engine), std::move(spec), folder, filled),
                    "bringing the helper to an engine");
    }
    const Filled result = co_await filled;
    if (!result)
        m_filled.remove(folder);
    co_return result;
}

} // namespace workspace
