// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

/// What a user spent on models on one day.
struct SpendingRow
{
    qint64 day = 0; ///< since 1970 in UTC
    QString userId = {};
    double cost = 0; ///< US dollars
    qint64 tokens = 0;
};

/// The table of what users spend: one row for each user and day.
class Spending
{
public:
    static constexpr qint64 keptDays = 400;

    explicit Spending(Database *database);

    /// Adds to what the user has spent on that day, and forgets days that are long past.
    core::Task<> add(SpendingRow row);
    /// Days from @p day on, of every user.
    core::Task<QList<SpendingRow>> since(qint64 day);

private:
    Database *m_database;
};

} // namespace store
