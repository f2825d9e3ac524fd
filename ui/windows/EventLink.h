// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

#include <optional>

namespace ui {

/// Where an event is: the address at which its server answers with it. The palette opens it.
struct EventLink
{
    QUrl server;
    QString conversationId;
    QString eventId;

    QString text() const;
    /// Nothing for what is no such address.
    static std::optional<EventLink> read(const QString &text);
};

} // namespace ui
