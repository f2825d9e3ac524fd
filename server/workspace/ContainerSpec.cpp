// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/ContainerSpec.h"

#include "workspace/ContainerNetwork.h"
#include "workspace/DockerRuntime.h"
#include "workspace/HelperVolumes.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>

namespace workspace {

QString helperToken(const DockerOptions &options, const QString &workspaceId)
{
    if (options.secret.isEmpty())
        return {};
    const QByteArray place = (options.instance + '/' + workspaceId).toUtf8();
    return QString::fromLatin1(
        QMessageAuthenticationCode::hash(place, options.secret, QCryptographicHash::Sha256)
            .toHex());
}

namespace {

constexpr qint64 defaultMemory = 2LL << 30;
constexpr double defaultCpus = 2;
constexpr int defaultProcesses = 512;
constexpr qint64 keptOfLog = 1 << 20; // of what the helper prints
constexpr qint64 defaultFileBytes = 10LL << 30;

void setLimits(const WorkspaceSettings &settings, const docker::Machine &machine,
               docker::ContainerSpec &spec)
{
    const ResourceLimits limits = settings.resourceLimits.value_or(ResourceLimits());
    // A default must not be what makes a small machine refuse.
    const double cpus = machine.cpus > 0 ? std::min(defaultCpus, machine.cpus) : defaultCpus;
    const qint64 memory = machine.memoryBytes > 0 ? std::min(defaultMemory, machine.memoryBytes)
                                                  : defaultMemory;
    spec.memoryBytes = limits.memory.value_or(ByteCount{memory}).bytes;
    spec.cpus = limits.cpus.value_or(cpus);
    spec.processes = settings.pids.value_or(defaultProcesses);
    spec.logBytes = keptOfLog;
    spec.sharedMemoryBytes = std::min<qint64>(256 << 20, spec.memoryBytes / 2);
    spec.fileBytes = limits.disk.value_or(ByteCount{defaultFileBytes}).bytes;
    spec.gpus = settings.gpu.value_or(QString());
}

void setProfile(Profile profile, docker::ContainerSpec &spec)
{
    if (profile == Profile::Standard) {
        spec.user = QString("%1:%1").arg(fileOwner(spec.mounts, agentId));
        return;
    }
    spec.user = "0:0";
    spec.readOnlyRoot = false;
    // What package managers need. KILL lets the helper end what became another user in there.
    spec.capabilities = QStringList{"CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID"};
}

void setDigest(docker::ContainerSpec &spec)
{
    const QByteArray body = QJsonDocument(docker::bodyOf(spec)).toJson();
    const QByteArray digest = QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex();
    spec.labels.insert(specLabel, QString::fromLatin1(digest));
}

} // namespace

QList<docker::ContainerSpec::Mount> sharedMounts(const WorkspaceSettings &settings,
                                                 const SettingsBounds &bounds)
{
    const bool isDeveloper = settings.profile == Profile::Developer;
    QList<docker::ContainerSpec::Mount> mounts;
    for (const SharedFolder &folder : settings.mounts.value_or(QList<SharedFolder>())) {
        const QString source = sharedPath(folder.path, bounds.sharedFolders);
        // Root of a container is root of the machine in there, unless the engine maps it away.
        const bool readOnly = folder.readOnly || (isDeveloper && !bounds.machine.remapsUsers);
        mounts.append({false, source, QDir::cleanPath(folder.path), readOnly});
    }
    return mounts;
}

// Files of a shared folder keep their owner; root's do too, for they are not written.
uint fileOwner(const QList<docker::ContainerSpec::Mount> &mounts, uint fallback)
{
    for (const docker::ContainerSpec::Mount &mount : mounts) {
        const uint owner = QFileInfo(mount.source).ownerId();
        if (!mount.isVolume && !mount.readOnly && owner != 0 && owner != uint(-2))
            return owner;
    }
    return fallback;
}

QMap<QString, QString> workspaceEnvironment(const WorkspaceSettings &settings)
{
    QMap<QString, QString> environment{
        {"HOME", "/home/agent"},
        {"LANG", "C.UTF-8"},
        {"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
        {"AI_AGENT", "openhands"},
        {"GIT_PAGER", "cat"},
        {"PAGER", "cat"}};
    environment.insert(settings.environment.value_or(QMap<QString, QString>()));
    return environment;
}

WorkspaceSettings DockerOptions::settingsFor(const WorkspaceRecord &record) const
{
    const WorkspaceSettings usual = ofUser ? merged(settings, ofUser(record.userId)) : settings;
    return merged(usual, record.settings);
}

std::chrono::seconds idleTimeoutOf(const DockerOptions &options, const WorkspaceRecord &record)
{
    const auto own = options.settingsFor(record).idleTimeout;
    return own ? std::chrono::seconds(*own) : options.lifecycle.idleTimeout;
}

docker::ContainerSpec containerSpec(const DockerOptions &options, const WorkspaceRecord &record,
                                    const QString &imageId)
{
    const WorkspaceSettings settings = options.settingsFor(record);
    docker::ContainerSpec spec;
    spec.name = "berth-" + options.instance.left(8) + '-' + record.id;
    spec.image = imageId.isEmpty() ? settings.image.value_or(defaultImage) : imageId;
    spec.entrypoint = QStringList{helperProgram};
    spec.command = QStringList{"serve", helperSocket};
    spec.workingDirectory = "/workspace";
    spec.hostName = "workspace";
    spec.environment = workspaceEnvironment(settings);
    const QByteArray token = helperToken(options, record.id).toLatin1();
    if (!token.isEmpty())
        spec.environment.insert(
            "BERTH_TOKEN_SHA256",
            QString::fromLatin1(
                QCryptographicHash::hash(token, QCryptographicHash::Sha256).toHex()));
    spec.mounts = {{true, spec.name + "-workspace", "/workspace", false, true},
                   {true, spec.name + "-home", "/home/agent", false, true},
                   {true, spec.name + "-tmp", "/tmp", false, true}};
    if (options.helperVolumes)
        spec.mounts.append(HelperVolumes::mountOf(options.instance, options.helperFolder));
    else
        spec.mounts.append({false, options.helperFolder, QFileInfo(helperProgram).path(), true});
    const QString socketFolder = QFileInfo(helperSocket).path();
    if (options.socketRoot.isEmpty())
        spec.tmpfs = {{socketFolder, "rw,nosuid,nodev,noexec,size=16m,mode=1777"}};
    else
        spec.mounts.append({false, options.socketRoot + '/' + record.id, socketFolder});
    setLimits(settings, options.bounds.machine, spec);
    spec.mounts += sharedMounts(settings, options.bounds);
    setNetwork(settings, options.instance, spec);
    setProfile(settings.profile.value_or(Profile::Standard), spec);
    if (!spec.readOnlyRoot && options.bounds.machine.limitsRoots)
        spec.rootBytes = spec.fileBytes;
    spec.labels = {{instanceLabel, options.instance},
                   {userLabel, record.userId},
                   {workspaceLabel, record.id}};
    setDigest(spec);
    return spec;
}

docker::ContainerSpec rootLimitProbe(const DockerOptions &options)
{
    WorkspaceRecord record;
    record.id = "probe";
    record.userId = "probe";
    docker::ContainerSpec spec = containerSpec(options, record);
    spec.mounts.clear();
    spec.rootBytes = spec.fileBytes;
    return spec;
}

docker::Volume volumeLimitProbe(const DockerOptions &options)
{
    docker::Volume probe;
    probe.name = "berth-" + options.instance.left(8) + "-probe";
    probe.labels.insert(instanceLabel, options.instance);
    return probe;
}

DiskQuotaOptions diskQuota(const docker::ContainerSpec &spec)
{
    DiskQuotaOptions options;
    options.limit = spec.fileBytes;
    // Where the helper's socket is on the machine's disk, so is all else that is put there.
    if (spec.tmpfs.isEmpty())
        options.folders.append(QFileInfo(helperSocket).path());
    if (!spec.readOnlyRoot && spec.rootBytes == 0)
        options.systemEnforcement = DiskEnforcement::Soft;
    return options;
}

int ownerOf(const docker::ContainerSpec &spec)
{
    return spec.user.section(':', 0, 0).toInt();
}

} // namespace workspace
