// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/EventLink.h"

#include <QRegularExpression>

namespace ui {

QString EventLink::text() const
{
    QUrl address = server;
    address.setPath("/api/conversations/" + conversationId + "/events/" + eventId);
    return address.toString(QUrl::FullyEncoded);
}

std::optional<EventLink> EventLink::read(const QString &text)
{
    static const QRegularExpression path("^/api/conversations/([\\w-]+)/events/([\\w-]+)$");
    const QUrl address(text.trimmed(), QUrl::StrictMode);
    const QRegularExpressionMatch found = path.match(address.path());
    if (!address.scheme().startsWith("http") || address.host().isEmpty() || !found.hasMatch())
        return {};
    QUrl server = address;
    server.setPath({});
    server.setQuery(QString());
    server.setFragment({});
    return EventLink{server, found.captured(1), found.captured(2)};
}

} // namespace ui
