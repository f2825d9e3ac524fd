// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Machine.h"

#include <QJsonArray>

/// Whether the engine has an option such as `name=seccomp,profile=default`.
static bool hasOption(const QJsonArray &options, const QString &name)
{
    const QString text = "name=" + name;
    return std::ranges::any_of(options, [&](const QJsonValue &option) {
        return option.toString() == text || option.toString().startsWith(text + ',');
    });
}

docker::Machine docker::machineFrom(const QJsonValue &answer)
{
    Machine machine;
    machine.cpus = answer["NCPU"].toDouble();
    machine.memoryBytes = answer["MemTotal"].toInteger();
    machine.architecture = answer["Architecture"].toString();
    machine.rootDirectory = answer["DockerRootDir"].toString();
    machine.cgroupVersion = answer["CgroupVersion"].toString();
    machine.limitsMemory = answer["MemoryLimit"].toBool();
    machine.limitsCpus = answer["CpuCfsQuota"].toBool();
    machine.limitsProcesses = answer["PidsLimit"].toBool();
    machine.warnings = answer["Warnings"].toVariant().toStringList();
    const QJsonArray options = answer["SecurityOptions"].toArray();
    machine.isRootless = hasOption(options, "rootless");
    machine.filtersSystemCalls = hasOption(options, "seccomp");
    machine.remapsUsers = machine.isRootless || hasOption(options, "userns");
    return machine;
}

core::Task<docker::Machine> docker::machineOf(std::shared_ptr<Engine> engine)
{
    Call call;
    call.path = "/info";
    const core::Result<QJsonValue> answer = co_await engine->json(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return machineFrom(*answer);
}
