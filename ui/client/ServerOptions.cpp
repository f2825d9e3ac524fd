// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/ServerOptions.h"

#include <QJsonArray>
#include <QJsonObject>

core::Task<ui::ServerOptions> ui::readOptions(Client *client)
{
    const core::Result<QJsonValue> list = co_await client->get("/settings");
    if (!list)
        co_return std::unexpected(list.error());
    ServerOptions options;
    for (const QJsonValue &setting : (*list)["items"].toArray()) {
        const QJsonValue next = setting["next"];
        options.insert(setting["name"].toString(),
                       {(next.isString() ? next : setting["value"]).toString(),
                        setting["locked"].toBool(), setting["restart"].toBool()});
    }
    co_return options;
}
