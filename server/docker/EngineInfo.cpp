// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/EngineInfo.h"

using namespace docker;

/// Whether the engine has an option such as `name=seccomp,profile=default`.
static bool hasSecurityOption(const QJsonArray &options, const QString &name)
{
    const QString text = "name=" + name;
    return std::ranges::any_of(options, [&](const QJsonValue &option) {
        return option.toString() == text || option.toString().startsWith(text + ',');
    });
}

core::Task<EngineInfo> docker::engineInfo(std::shared_ptr<Engine> engine)
{
    Call call;
    call.path = "/info";
    const core::Result<QJsonValue> answer = co_await engine->json(call);
    if (!answer)
        co_return std::unexpected(answer.error());
    const QJsonObject object = answer->toObject();
    const QJsonArray security = object.value("SecurityOptions").toArray();
    EngineInfo info;
    info.storageDriver = object.value("Driver").toString();
    info.rootDirectory = object.value("DockerRootDir").toString();
    info.architecture = object.value("Architecture").toString();
    info.cgroupVersion = object.value("CgroupVersion").toString();
    info.processors = object.value("NCPU").toInt();
    info.memoryBytes = object.value("MemTotal").toInteger();
    info.limitsMemory = object.value("MemoryLimit").toBool();
    info.limitsProcessors = object.value("CpuCfsQuota").toBool();
    info.limitsProcesses = object.value("PidsLimit").toBool();
    info.isRootless = hasSecurityOption(security, "rootless");
    info.remapsUsers = hasSecurityOption(security, "userns");
    info.filtersSystemCalls = hasSecurityOption(security, "seccomp");
    info.keepsContainers = object.value("LiveRestoreEnabled").toBool();
    for (const QJsonValue &warning : object.value("Warnings").toArray())
        info.warnings.append(warning.toString());
    co_return info;
}
