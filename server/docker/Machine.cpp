// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Machine.h"

#include <QJsonArray>

docker::Machine docker::machineFrom(const QJsonValue &answer)
{
    Machine machine;
    machine.cpus = answer["NCPU"].toDouble();
    machine.memoryBytes = answer["MemTotal"].toInteger();
    machine.warnings = answer["Warnings"].toVariant().toStringList();
    const QJsonArray options = answer["SecurityOptions"].toArray();
    for (const QJsonValue &option : options) {
        const QString text = option.toString();
        if (text.startsWith("name=userns") || text.startsWith("name=rootless"))
            machine.remapsUsers = true;
    }
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
