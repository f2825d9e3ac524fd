// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Alerts.h"

#include "store/Database.h"

static const QString alertColumns = "seq, id, user_id, rule, state, silenced_until, body";

static store::AlertRow alertRow(const store::Statement &statement)
{
    return {.seq = statement.integer(0),
            .id = statement.text(1),
            .userId = statement.isNull(2) ? std::nullopt : std::optional(statement.text(2)),
            .rule = statement.text(3),
            .state = statement.text(4),
            .silencedUntil = statement.integer(5),
            .body = statement.bytes(6)};
}

static core::Result<QList<store::AlertRow>> alertRows(core::Result<store::Statement> found)
{
    if (!found)
        return std::unexpected(found.error());
    QList<store::AlertRow> rows;
    while (found->next())
        rows.append(alertRow(*found));
    return rows;
}

store::Alerts::Alerts(Database *database)
    : m_database(database)
{}

core::Task<> store::Alerts::put(AlertRow row)
{
    return m_database->write<void>([row](Connection &connection) -> core::Result<> {
        const core::Result<Statement> put = connection.execute(
            "INSERT INTO alerts (id, user_id, rule, state, silenced_until, body) VALUES (?, ?, ?, "
            "?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, silenced_until = "
            "excluded.silenced_until, body = excluded.body",
            {row.id, orNull(row.userId), row.rule, row.state, row.silencedUntil, row.body});
        if (!put)
            return std::unexpected(put.error());
        return connection
            .execute("DELETE FROM alerts WHERE state = 'resolved' AND seq <= (SELECT max(seq) FROM "
                     "alerts) - ?",
                     {most})
            .transform([](const Statement &) {});
    });
}

core::Task<QList<store::AlertRow>> store::Alerts::page(AlertSearch search)
{
    return m_database->read<QList<AlertRow>>(
        [search](Connection &connection) -> core::Result<QList<AlertRow>> {
        QString condition = "1";
        QVariantList values;
        const auto demand = [&](const QString &text, const QVariant &value) {
            condition += " AND " + text;
            values.append(value);
        };
        if (search.userId)
            demand("user_id = ?", *search.userId);
        if (!search.rule.isEmpty())
            demand("rule = ?", search.rule);
        if (!search.state.isEmpty())
            demand("state = ?", search.state);
        if (search.before)
            demand("seq < ?", *search.before);
        values.append(search.limit);
        return alertRows(connection.execute("SELECT " + alertColumns + " FROM alerts WHERE "
                                                + condition + " ORDER BY seq DESC LIMIT ?",
                                            values));
    });
}

core::Task<std::optional<store::AlertRow>> store::Alerts::find(QString id)
{
    using Found = std::optional<AlertRow>;
    return m_database->read<Found>([id](Connection &connection) -> core::Result<Found> {
        return alertRows(
                   connection.execute("SELECT " + alertColumns + " FROM alerts WHERE id = ?", {id}))
            .transform([](const QList<AlertRow> &rows) {
            return rows.isEmpty() ? Found() : Found(rows.first());
        });
    });
}

core::Task<QList<store::AlertRow>> store::Alerts::silenced(qint64 now)
{
    return m_database->read<QList<AlertRow>>(
        [now](Connection &connection) -> core::Result<QList<AlertRow>> {
        return alertRows(connection.execute("SELECT " + alertColumns
                                                + " FROM alerts WHERE silenced_until > ? ORDER BY "
                                                  "seq DESC LIMIT 1000",
                                            {now}));
    });
}

core::Task<> store::Alerts::removeOf(QString userId)
{
    return m_database->write<void>([userId](Connection &connection) -> core::Result<> {
        return connection.execute("DELETE FROM alerts WHERE user_id = ?", {userId})
            .transform([](const Statement &) {});
    });
}
