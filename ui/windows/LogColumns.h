// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Table.h"

namespace ui {

class Session;

/// What the tables of the page Logs show of a line of the log, and of a request.
QList<Column> logColumns(Session *session);
QList<Column> requestColumns();

/// The lower, the more a log of this level tells.
int logRank(const QString &level);
/// The conversation of a line by its title, which whoever reads knows it by.
Cell logConversation(Session *session, const QJsonObject &line);

} // namespace ui
