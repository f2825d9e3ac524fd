// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/Pages.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QPointer>

core::Task<QList<QJsonObject>> ui::readPages(Client *client, QString path, qsizetype most)
{
    const QPointer<Client> asked(client);
    QList<QJsonObject> items;
    QString next;
    do {
        QUrlQuery query;
        query.addQueryItem("limit", "100");
        if (!next.isEmpty())
            query.addQueryItem("after", QString::fromLatin1(QUrl::toPercentEncoding(next)));
        const core::Result<QJsonValue> page = co_await asked->get(path, query);
        if (!page)
            co_return std::unexpected(page.error());
        for (const QJsonValue &item : (*page)["items"].toArray())
            items.append(item.toObject());
        const QString last = std::exchange(next, (*page)["next"].toString());
        if (next == last)
            break;
    } while (asked && !next.isEmpty() && items.size() < most);
    co_return items;
}
