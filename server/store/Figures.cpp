// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Figures.h"

#include "store/Database.h"

store::Figures::Figures(Database *database)
    : m_database(database)
{}

core::Task<> store::Figures::keep(FigureRow row, qint64 first)
{
    return m_database->write<void>([row, first](Connection &connection) -> core::Result<> {
        const core::Result<Statement> kept =
            connection.execute("INSERT OR REPLACE INTO figures (minute, body) VALUES (?, ?)",
                               {row.minute, row.body});
        if (!kept)
            return std::unexpected(kept.error());
        return connection.execute("DELETE FROM figures WHERE minute < ?", {first})
            .transform([](const Statement &) {});
    }, row.body.size());
}

core::Task<QList<store::FigureRow>> store::Figures::from(qint64 first)
{
    return m_database->readAside<QList<FigureRow>>(
        [first](Connection &connection) -> core::Result<QList<FigureRow>> {
        core::Result<Statement> found =
            connection.execute("SELECT minute, body FROM figures WHERE minute >= ? ORDER BY minute",
                               {first});
        if (!found)
            return std::unexpected(found.error());
        QList<FigureRow> rows;
        while (found->next())
            rows.append({found->integer(0), found->bytes(1)});
        return rows;
    });
}
