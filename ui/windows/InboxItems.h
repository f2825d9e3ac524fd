// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Table.h"

namespace ui {

class Session;

/// What an item of the inbox is: somebody asks, or something went wrong.
enum class InboxGroup { All, Questions, Problems };

/// What waits as the feed tells it, then `kind` "failure" for runs that failed or are stuck, and
/// "alert" for alerts that fire; each with `id`, `conversation_id` where it belongs to one, and
/// `user_id`.
QList<QJsonObject> inboxItems(Session *session);

QList<Column> inboxColumns();

bool isIn(InboxGroup group, const QJsonObject &item);

} // namespace ui
