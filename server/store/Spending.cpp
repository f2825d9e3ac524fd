// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Spending.h"

#include "store/Database.h"

store::Spending::Spending(Database *database)
    : m_database(database)
{}

core::Task<> store::Spending::add(SpendingRow row)
{
    return m_database->write<void>([row](Connection &connection) -> core::Result<> {
        const core::Result<Statement> added = connection.execute(
            "INSERT INTO spending (day, user_id, cost, tokens) VALUES (?, ?, ?, ?) ON CONFLICT "
            "(day, user_id) DO UPDATE SET cost = cost + excluded.cost, tokens = tokens + "
            "excluded.tokens",
            {row.day, row.userId, row.cost, row.tokens});
        if (!added)
            return std::unexpected(added.error());
        return connection.execute("DELETE FROM spending WHERE day < ?", {row.day - keptDays})
            .transform([](const Statement &) {});
    });
}

core::Task<QList<store::SpendingRow>> store::Spending::since(qint64 day)
{
    using Rows = QList<SpendingRow>;
    return m_database->read<Rows>([day](Connection &connection) -> core::Result<Rows> {
        core::Result<Statement> found = connection.execute(
            "SELECT day, user_id, cost, tokens FROM spending WHERE day >= ? ORDER BY day, user_id",
            {day});
        if (!found)
            return std::unexpected(found.error());
        Rows rows;
        while (found->next())
            rows.append({.day = found->integer(0),
                         .userId = found->text(1),
                         .cost = found->value(2).toDouble(),
                         .tokens = found->integer(3)});
        return rows;
    });
}
