// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/ContainerSpec.h"

#include "workspace/DockerRuntime.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace workspace {

docker::ContainerSpec containerSpec(const DockerOptions &options, const QString &userId)
{
    docker::ContainerSpec spec;
    spec.name = "berth-" + options.instance.left(8) + '-' + userId;
    spec.image = options.image;
    spec.entrypoint = QStringList{helperProgram};
    spec.command = QStringList{"serve", helperSocket};
    spec.user = QString("%1:%1").arg(agentId);
    spec.workingDirectory = "/workspace";
    spec.hostName = "workspace";
    spec.environment = {{"HOME", "/home/agent"},
                        {"LANG", "C.UTF-8"},
                        {"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
                        {"AI_AGENT", "openhands"},
                        {"GIT_PAGER", "cat"},
                        {"PAGER", "cat"}};
    spec.mounts = {{true, spec.name + "-workspace", "/workspace", false},
                   {true, spec.name + "-home", "/home/agent", false},
                   {true, spec.name + "-tmp", "/tmp", false},
                   {false, options.program, helperProgram, true}};
    spec.tmpfs = {{"/run/berth", "rw,nosuid,nodev,noexec,size=16m,mode=1777"}};
    spec.memoryBytes = options.memoryBytes;
    spec.cpus = options.cpus;
    spec.processes = options.processes;
    spec.sharedMemoryBytes = 256 << 20;
    spec.labels = {{instanceLabel, options.instance}, {userLabel, userId}};
    const QByteArray body = QJsonDocument(docker::bodyOf(spec)).toJson();
    spec.labels.insert(specLabel,
                       QString::fromLatin1(
                           QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex()));
    return spec;
}

} // namespace workspace
