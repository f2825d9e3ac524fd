// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Figures.h"

#include "store/Database.h"

store::Figures::Figures(Database *database)
    : m_database(database)
{}

/// In a table of minutes or of hours.
static core::Result<> keepFigure(store::Connection &connection, const QString &table,
                                 const store::FigureRow &row, qint64 first)
{
    const core::Result<store::Statement> kept =
        connection.execute("INSERT OR REPLACE INTO " + table + " (minute, body) VALUES (?, ?)",
                           {row.minute, row.body});
    if (!kept)
        return std::unexpected(kept.error());
    return connection.execute("DELETE FROM " + table + " WHERE minute < ?", {first})
        .transform([](const store::Statement &) {});
}

static core::Result<QList<store::FigureRow>> figuresFrom(store::Connection &connection,
                                                         const QString &table, qint64 first)
{
    core::Result<store::Statement> found = connection.execute(
        "SELECT minute, body FROM " + table + " WHERE minute >= ? ORDER BY minute", {first});
    if (!found)
        return std::unexpected(found.error());
    QList<store::FigureRow> rows;
    while (found->next())
        rows.append({found->integer(0), found->bytes(1)});
    return rows;
}

core::Task<> store::Figures::keep(FigureRow minute, FigureRow hour, qint64 firstMinute,
                                  qint64 firstHour)
{
    return m_database->write<void>(
        [minute, hour, firstMinute, firstHour](Connection &connection) -> core::Result<> {
        return keepFigure(connection, "figures", minute, firstMinute).and_then([&] {
            return keepFigure(connection, "figure_hours", hour, firstHour);
        });
    }, minute.body.size() + hour.body.size());
}

core::Task<QList<store::FigureRow>> store::Figures::from(qint64 first)
{
    return m_database->readAside<QList<FigureRow>>(
        [first](Connection &connection) { return figuresFrom(connection, "figures", first); });
}

core::Task<QList<store::FigureRow>> store::Figures::hoursFrom(qint64 first)
{
    return m_database->readAside<QList<FigureRow>>(
        [first](Connection &connection) { return figuresFrom(connection, "figure_hours", first); });
}
