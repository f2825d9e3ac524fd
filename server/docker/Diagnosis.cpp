// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Diagnosis.h"

#include "docker/Images.h"

#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QStorageInfo>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace docker;
using core::Error;
using Weight = Finding::Weight;

namespace {

/// Below this an engine soon fails in ways that do not name the disk.
constexpr qint64 leastFreeBytes = 2LL << 30;
/// What an engine serves badly with.
constexpr qint64 leastMemoryBytes = 1LL << 30;

Finding trouble(const QString &name, const QString &text, const QString &advice)
{
    return {Weight::Trouble, name, text, advice};
}

/// What the system says to one who connects; 0 when somebody listens.
int errorOfConnecting(const QString &socketPath)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray path = QFile::encodeName(socketPath);
    if (path.size() >= qsizetype(sizeof address.sun_path))
        return ENAMETOOLONG;
    std::copy(path.begin(), path.end(), address.sun_path);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0)
        return errno;
    const int result = ::connect(socket, reinterpret_cast<const sockaddr *>(&address),
                                 sizeof address);
    const int error = result < 0 ? errno : 0;
    ::close(socket);
    return error == EAGAIN ? 0 : error;
}

/// What is wrong with a unix socket before a byte is sent.
std::optional<Finding> socketTrouble(const QString &path)
{
    switch (errorOfConnecting(path)) {
    case 0: return {};
    case ENOENT:
    case ENOTDIR:
        return trouble("no-socket", "there is no such socket",
                       "Install Docker or Podman, or start it if it is installed.");
    case EACCES:
    case EPERM:
        return trouble("no-permission", "this user may not use the socket",
                       QString("Add the user to the group that owns it (%1) and log in again: "
                               "sudo usermod -aG %1 $USER")
                           .arg(QFileInfo(path).group().isEmpty() ? QString("docker")
                                                                  : QFileInfo(path).group()));
    case ECONNREFUSED:
        return trouble("stopped", "the socket is there, but nobody listens on it",
                       "The engine has stopped: start it (sudo systemctl start docker).");
    case ENAMETOOLONG:
        return trouble("long-path", "the path is too long for a socket",
                       "Name the engine by a shorter path.");
    default:
        return trouble("no-socket", "it is not a socket that can be connected to",
                       "Name the engine's socket with --docker-host.");
    }
}

/// What is wrong with the files that a secure connection needs.
std::optional<Finding> certificateTrouble(const Endpoint &endpoint)
{
    if (endpoint.url.scheme() != "https" || endpoint.certificates.isEmpty())
        return {};
    for (const QString name : {"ca.pem", "cert.pem", "key.pem"}) {
        const QString path = endpoint.certificates + '/' + name;
        if (QFileInfo file(path); !file.isFile() || !file.isReadable())
            return trouble("certificates", path + " cannot be read",
                           "Put ca.pem, cert.pem and key.pem there, or name their folder with "
                           "DOCKER_CERT_PATH.");
    }
    return {};
}

/// Why an engine that was asked for its version is not used.
Finding refusal(const Endpoint &endpoint, const Error &error)
{
    if (error.kind == Error::Kind::Timeout)
        return trouble("silent", "it takes connections and does not answer",
                       "Restart the engine; its log says what it waits for.");
    if (error.message.contains("speaks API"))
        return trouble("api", error.message, "Update the engine or Berth.");
    if (error.kind == Error::Kind::Unavailable && endpoint.url.scheme() == "https")
        return trouble("tls", error.message,
                       "Check the address and that the certificates belong to this engine.");
    if (error.kind == Error::Kind::Unavailable)
        return trouble("unreachable", error.message, "Check the address and that the engine runs.");
    return trouble("no-engine", "what answers there is no engine: " + error.message,
                   "Name the engine's own address with --docker-host.");
}

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

void lookAtLimits(const Machine &machine, QList<Finding> &findings)
{
    QStringList missing;
    if (!machine.limitsMemory)
        missing.append("memory");
    if (!machine.limitsCpus)
        missing.append("processors");
    if (!machine.limitsProcesses)
        missing.append("processes");
    if (missing.isEmpty()) {
        findings.append(
            {Weight::Fine, "limits", "memory, processors and processes are limited", {}});
        return;
    }
    const QString why =
        machine.isRootless && machine.cgroupVersion == "1"
            ? "A rootless engine needs control groups of version 2: boot with "
              "systemd.unified_cgroup_hierarchy=1."
            : "Delegate the controllers to the engine, or use one that runs as root.";
    findings.append(
        trouble("limits", "the engine does not enforce limits of " + missing.join(", "), why));
}

void lookAtIsolation(const Machine &machine, QList<Finding> &findings)
{
    if (!machine.filtersSystemCalls)
        findings.append(trouble("seccomp", "the engine does not filter system calls",
                                "Use a kernel and an engine with seccomp; containers are weaker "
                                "walls without it."));
    if (machine.isRootless)
        findings.append({Weight::Note, "rootless", "the engine runs without root", {}});
    if (machine.remapsUsers)
        findings.append({Weight::Note,
                         "userns",
                         "the engine gives containers users of their own, so shared folders must "
                         "be open to those",
                         {}});
}

/// Whether the file system with @p folder counts what belongs to a project.
bool countsProjects(const QString &folder)
{
    const QByteArray root = QFile::encodeName(QStorageInfo(folder).rootPath());
    QFile mounts("/proc/self/mounts");
    if (!mounts.open(QIODevice::ReadOnly))
        return false;
    QByteArrayList options;
    for (const QByteArray &line : mounts.readAll().split('\n')) {
        const QByteArrayList fields = line.split(' '); // device, place, type, options
        if (fields.size() > 3 && fields.at(1) == root)
            options = fields.at(3).split(',');
    }
    return options.contains("prjquota") || options.contains("pquota");
}

void lookAtDiskLimits(const Machine &machine, QList<Finding> &findings)
{
    if (!machine.isRootless && countsProjects(machine.rootDirectory))
        findings.append({Weight::Fine,
                         "disk-limits",
                         "the engine's disk has project quotas: disk limits are hard",
                         {}});
    else
        findings.append({Weight::Note, "disk-limits",
                         "disk limits are measured, for the engine cannot enforce them",
                         "An engine that runs as root can, with its data on xfs mounted with "
                         "pquota."});
}

void lookAtMachine(const Endpoint &endpoint, const Machine &machine, QList<Finding> &findings)
{
    if (machine.memoryBytes > 0 && machine.memoryBytes < leastMemoryBytes)
        findings.append(
            trouble("memory",
                    "the engine's machine has only " + sizeText(machine.memoryBytes) + " of memory",
                    "Give it more, or lower the memory of each workspace."));
    if (endpoint.socketPath.isEmpty()) {
        findings.append({Weight::Note, "remote",
                         "the engine is another machine, or behaves like one",
                         "The helper and shared folders must exist there under the same path."});
        return;
    }
    // Another machine's folder says nothing here, and an engine in a virtual machine has one.
    const QStorageInfo disk(machine.rootDirectory);
    if (!disk.isValid() || !QFileInfo::exists(machine.rootDirectory))
        return;
    const QString text = QString("the engine's disk (%1) has %2 left")
                             .arg(machine.rootDirectory, sizeText(disk.bytesAvailable()));
    if (disk.bytesAvailable() < leastFreeBytes)
        findings.append(trouble("disk", text,
                                "Free some: docker system prune removes what no container uses."));
    else
        findings.append({Weight::Fine, "disk", text, {}});
    lookAtDiskLimits(machine, findings);
}

/// The machine that an ELF file is for, as uname says it; empty when it is none.
QString architectureOf(const QString &program)
{
    QFile file(program);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray head = file.read(20);
    if (head.size() < 20
        || !head.startsWith("\x7f"
                            "ELF"))
        return {};
    const int machine = uchar(head[18]) | uchar(head[19]) << 8;
    return machine == 62 ? "x86_64" : machine == 183 ? "aarch64" : QString::number(machine);
}

void lookAtProgram(const QString &program, const Machine &machine, QList<Finding> &findings)
{
    const QString own = architectureOf(program);
    const QString wanted = machine.architecture == "amd64"   ? "x86_64"
                           : machine.architecture == "arm64" ? "aarch64"
                                                             : machine.architecture;
    if (own.isEmpty() || !QFileInfo(program).isExecutable())
        findings.append(trouble("helper", program + " is missing or no program",
                                "Install Berth again; berth-workspaced belongs beside berthd."));
    else if (!wanted.isEmpty() && own != wanted)
        findings.append(
            trouble("helper-machine",
                    QString("%1 is for %2, the engine's machine is %3").arg(program, own, wanted),
                    "Install the helper for that machine."));
    else
        findings.append({Weight::Fine, "helper", "the helper fits the engine's machine", {}});
}

core::Task<Finding> lookForImage(std::shared_ptr<Engine> engine, QString name)
{
    const core::Result<Image> image = co_await Images(engine).inspect(name);
    if (image)
        co_return Finding{Weight::Fine,
                          "image",
                          "the image " + name + " is there (" + sizeText(image->size) + ')',
                          {}};
    if (image.error().kind == Error::Kind::NotFound)
        co_return trouble("image", "the image " + name + " is not on the engine",
                          "The first workspace fetches it. Without a way to a registry, load or "
                          "build it there, or name another with --image.");
    co_return trouble("image",
                      "the image " + name + " cannot be looked at: " + image.error().message,
                      "The engine's log says more.");
}

core::Task<Finding> tryOut(std::shared_ptr<Engine> engine, EngineVersion *version)
{
    const Endpoint endpoint = engine->endpoint();
    const std::optional<Finding> before = endpoint.socketPath.isEmpty()
                                              ? certificateTrouble(endpoint)
                                              : socketTrouble(endpoint.socketPath);
    if (before)
        co_return *before;
    const core::Result<EngineVersion> answer = co_await engine->connect();
    if (!answer)
        co_return refusal(endpoint, answer.error());
    *version = *answer;
    co_return Finding{};
}

core::Task<> look(std::shared_ptr<Engine> engine, Needs needs, Diagnosis *diagnosis)
{
    const Endpoint endpoint = engine->endpoint();
    QList<Finding> &findings = diagnosis->findings;
    if (endpoint.url.scheme() == "http")
        findings.append(trouble("open", "the connection to the engine is not protected",
                                "Whoever reaches that port is root there: use TLS or a socket."));
    const core::Result<Machine> machine = co_await machineOf(engine);
    if (!machine) {
        findings.append(trouble("description",
                                "the engine does not describe itself: " + machine.error().message,
                                "The engine's log says more."));
        co_return {};
    }
    lookAtLimits(*machine, findings);
    lookAtIsolation(*machine, findings);
    lookAtMachine(endpoint, *machine, findings);
    lookAtProgram(needs.program, *machine, findings);
    const core::Result<Finding> image = co_await lookForImage(engine, needs.image);
    if (image)
        findings.append(*image);
    for (const QString &warning : machine->warnings)
        findings.append({Weight::Note, "warning", "the engine warns: " + warning, {}});
    co_return {};
}

} // namespace

bool Diagnosis::isWell() const
{
    return used && std::ranges::none_of(findings, [](const Finding &finding) {
        return finding.weight == Weight::Trouble;
    });
}

core::Task<Diagnosis> docker::diagnose(QList<Endpoint> candidates, Needs needs)
{
    Diagnosis diagnosis;
    for (const Endpoint &candidate : candidates) {
        const auto engine = std::make_shared<Engine>(candidate);
        const core::Result<Finding> finding = co_await tryOut(engine, &diagnosis.version);
        if (!finding)
            co_return std::unexpected(finding.error());
        if (finding->weight == Weight::Trouble) {
            diagnosis.passedOver.append({candidate, *finding});
            continue;
        }
        diagnosis.used = candidate;
        const core::Result<> looked = co_await look(engine, needs, &diagnosis);
        if (!looked)
            co_return std::unexpected(looked.error());
        break;
    }
    co_return diagnosis;
}
