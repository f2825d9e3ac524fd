// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/SandboxSpec.h"

#include "workspace/ContainerNetwork.h"

#include "workspace/ContainerSpec.h"
#include "workspace/SandboxRuntime.h"

#include <QDir>

#include <unistd.h>

namespace workspace {

namespace {

constexpr qint64 sandboxMemory = 2LL << 30;
constexpr qint64 sandboxFileBytes = 10LL << 30;
constexpr int sandboxProcesses = 512;

/// Of the machine's settings, what programs need to run; nothing that tells of its users, its
/// network or its secrets.
const QStringList &sharedSettings()
{
    static const QStringList paths{"/etc/alternatives",
                                   "/etc/ld.so.cache",
                                   "/etc/ld.so.conf",
                                   "/etc/ld.so.conf.d",
                                   "/etc/localtime",
                                   "/etc/timezone",
                                   "/etc/os-release",
                                   "/etc/debian_version",
                                   "/etc/ssl/certs",
                                   "/etc/ssl/openssl.cnf",
                                   "/etc/pki/tls/certs",
                                   "/etc/pki/ca-trust/extracted",
                                   "/etc/ca-certificates.conf",
                                   "/etc/crypto-policies",
                                   "/etc/mime.types",
                                   "/etc/services",
                                   "/etc/protocols",
                                   "/etc/terminfo",
                                   "/etc/inputrc",
                                   "/etc/bash.bashrc",
                                   "/etc/profile",
                                   "/etc/magic",
                                   "/etc/fonts",
                                   "/etc/perl",
                                   "/etc/java-21-openjdk",
                                   "/etc/java-17-openjdk"};
    return paths;
}

/// /bin and its like, as they are on this machine: links into /usr, or folders.
QStringList rootFolders()
{
    QStringList arguments;
    for (const char *name : {"bin", "sbin", "lib", "lib32", "lib64", "libx32"}) {
        const QString path = '/' + QString(name);
        const QString target = QFile::symLinkTarget(path);
        if (!target.isEmpty())
            arguments += QStringList{"--symlink", target.sliced(1), path};
        else if (QFileInfo(path).isDir())
            arguments += QStringList{"--ro-bind", path, path};
    }
    return arguments;
}

QStringList systemArguments(const SandboxSpec &spec)
{
    QStringList arguments{"--ro-bind", "/usr", "/usr"};
    arguments += rootFolders();
    for (const QString &path : sharedSettings())
        arguments += QStringList{"--ro-bind-try", path, path};
    arguments += QStringList{"--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size"};
    arguments += QStringList{QString::number(spec.sharedMemoryBytes), "--tmpfs", "/dev/shm"};
    // What is not mounted below would be written into memory that nothing bounds.
    arguments += QStringList{"--remount-ro", "/dev", "--dir", "/run", "--dir", "/var"};
    arguments += QStringList{"--symlink", "../tmp", "/var/tmp"};
    return arguments;
}

void setBase(const SandboxOptions &options, SandboxSpec &spec)
{
    spec.bubblewrap = options.bubblewrap;
    spec.mounts = {{false, options.helperFolder, QFileInfo(helperProgram).path(), true}};
    for (const char *name : {"passwd", "group", "hosts", "nsswitch.conf", "resolv.conf"})
        spec.mounts.append(
            {false, options.settingsFolder + '/' + name, QString("/etc/") + name, true});
    if (::geteuid() == 0)
        spec.owner = options.owner;
    spec.workingDirectory = "/";
    spec.openFiles = 16384;
    spec.sharedMemoryBytes = 64 << 20;
}

} // namespace

SandboxSpec sandboxSpec(const SandboxOptions &options, const QString &folder)
{
    const WorkspaceSettings &settings = options.settings;
    const ResourceLimits limits = settings.resourceLimits.value_or(ResourceLimits());
    SandboxSpec spec;
    setBase(options, spec);
    spec.environment = workspaceEnvironment(settings);
    spec.environment.insert(networkEnvironment(settings));
    spec.command = QStringList{helperProgram, "stdio", "--processes",
                               QString::number(settings.pids.value_or(sandboxProcesses))};
    spec.workingDirectory = "/workspace";
    spec.mounts += {{false, folder + "/workspace", "/workspace", false},
                    {false, folder + "/home", "/home/agent", false},
                    {false, folder + "/tmp", "/tmp", false}};
    const auto shared = sharedMounts(settings, options.bounds);
    spec.mounts += shared;
    if (spec.owner)
        spec.owner = fileOwner(shared, *spec.owner);
    spec.dataBytes = limits.memory.value_or(ByteCount{sandboxMemory}).bytes;
    spec.fileBytes = limits.disk.value_or(ByteCount{sandboxFileBytes}).bytes;
    spec.sharedMemoryBytes = std::min<qint64>(256 << 20, spec.dataBytes / 2);
    return spec;
}

SandboxSpec sandboxProbe(const SandboxOptions &options)
{
    SandboxSpec spec;
    setBase(options, spec);
    spec.command = QStringList{helperProgram, "version"};
    return spec;
}

QStringList bubblewrapArguments(const SandboxSpec &spec, const QStringList &sources)
{
    Q_ASSERT(sources.size() == spec.mounts.size());
    const QString user = QString::number(agentId);
    QStringList arguments{"--unshare-all", "--unshare-user",
                          "--uid",         user,
                          "--gid",         user,
                          "--hostname",    "workspace",
                          "--as-pid-1",    "--new-session",
                          "--cap-drop",    "ALL",
                          "--clearenv",    "--die-with-parent"};
    for (auto it = spec.environment.begin(); it != spec.environment.end(); ++it)
        arguments += QStringList{"--setenv", it.key(), *it};
    arguments += systemArguments(spec);
    for (qsizetype index = 0; index < sources.size(); ++index) {
        const docker::ContainerSpec::Mount &mount = spec.mounts.at(index);
        arguments += QStringList{mount.readOnly ? "--ro-bind" : "--bind", sources.at(index),
                                 mount.target};
    }
    arguments += QStringList{"--remount-ro", "/", "--chdir", spec.workingDirectory};
    return arguments;
}

QString sandboxRefusal(const WorkspaceSettings &settings)
{
    const auto needsContainer = [](const QString &what) {
        return "A sandbox cannot give " + what
               + "; leave it out, or install Docker or Podman for containers.";
    };
    if (settings.profile == Profile::Developer)
        return needsContainer("the profile developer");
    if (settings.gpu)
        return needsContainer("a GPU");
    if (settings.networkMode == NetworkMode::Bridge)
        return needsContainer("the network mode bridge");
    return {};
}

} // namespace workspace
