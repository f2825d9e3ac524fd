// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/BashEvents.h"

#include "store/Database.h"

namespace {

const QString bashEventColumns = "user_id, id, command_id, kind, ordinal, timestamp, body";

store::BashEventRow bashEventRow(const store::Statement &statement)
{
    return {.userId = statement.text(0),
            .id = statement.text(1),
            .commandId = statement.text(2),
            .kind = statement.text(3),
            .ordinal = statement.integer(4),
            .timestamp = statement.integer(5),
            .body = statement.bytes(6)};
}

core::Result<std::optional<store::BashEventRow>> findBashEvent(store::Connection &connection,
                                                               const QString &userId,
                                                               const QString &id)
{
    core::Result<store::Statement> found = connection.execute(
        "SELECT " + bashEventColumns + " FROM bash_events WHERE id = ? AND user_id = ?",
        {id, userId});
    if (!found)
        return std::unexpected(found.error());
    return found->next() ? std::optional(bashEventRow(*found)) : std::nullopt;
}

/// The conditions of a search, without the cursor, and their values.
std::pair<QString, QVariantList> conditions(const store::BashEventSearch &wanted)
{
    QString sql = "user_id = ?";
    QVariantList values{wanted.userId};
    const auto add = [&sql, &values](const char *condition, const auto &value) {
        if (!value)
            return;
        sql += condition;
        values << *value;
    };
    add(" AND command_id = ? AND kind = 'BashOutput'", wanted.commandId);
    add(" AND kind = ?", wanted.kind);
    add(" AND timestamp >= ?", wanted.timestampFrom);
    add(" AND timestamp < ?", wanted.timestampBefore);
    add(" AND (kind <> 'BashOutput' OR ordinal > ?)", wanted.orderGreaterThan);
    return {sql, values};
}

/// Narrows the conditions to what comes from the cursor's event on.
core::Result<> startAtCursor(store::Connection &connection, const store::BashEventSearch &wanted,
                             QString &sql, QVariantList &values)
{
    if (!wanted.cursor)
        return {};
    core::Result<store::Statement> place =
        connection.execute("SELECT timestamp, key FROM bash_events WHERE id = ? AND user_id = ?",
                           {*wanted.cursor, wanted.userId});
    if (!place)
        return std::unexpected(place.error());
    if (!place->next())
        return {};
    sql += wanted.descending ? " AND (timestamp, key) <= (?, ?)"
                             : " AND (timestamp, key) >= (?, ?)";
    values << place->value(0) << place->value(1);
    return {};
}

core::Result<store::BashEventPage> searchPage(store::Connection &connection,
                                              const store::BashEventSearch &wanted)
{
    auto [sql, values] = conditions(wanted);
    if (const core::Result<> started = startAtCursor(connection, wanted, sql, values); !started)
        return std::unexpected(started.error());
    const QString direction = wanted.descending ? "DESC" : "ASC";
    values << wanted.limit + 1;
    core::Result<store::Statement> found =
        connection.execute("SELECT " + bashEventColumns + " FROM bash_events WHERE " + sql
                               + QString(" ORDER BY timestamp %1, key %1 LIMIT ?").arg(direction),
                           values);
    if (!found)
        return std::unexpected(found.error());
    store::BashEventPage page;
    while (found->next())
        page.rows.append(bashEventRow(*found));
    if (page.rows.size() > wanted.limit)
        page.next = page.rows.takeLast().id;
    return page;
}

core::Result<> insertRows(store::Connection &connection, const QList<store::BashEventRow> &rows)
{
    for (const store::BashEventRow &row : rows) {
        const core::Result<store::Statement> done = connection.execute(
            "INSERT INTO bash_events (" + bashEventColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
            {row.userId, row.id, row.commandId, row.kind, row.ordinal, row.timestamp, row.body});
        if (!done)
            return std::unexpected(done.error());
    }
    return {};
}

core::Result<> noteProgress(store::Connection &connection, const store::BashProgressRow &progress)
{
    core::Result<store::Statement> done =
        progress.hasEnded
            ? connection.execute("DELETE FROM bash_running WHERE command_id = ?",
                                 {progress.commandId})
            : connection.execute(
                  "INSERT INTO bash_running (command_id, user_id, timestamp, next_ordinal, "
                  "output_bytes, error_bytes) VALUES (?, ?, ?, ?, ?, ?) "
                  "ON CONFLICT (command_id) DO UPDATE SET next_ordinal = excluded.next_ordinal, "
                  "output_bytes = excluded.output_bytes, error_bytes = excluded.error_bytes",
                  {progress.commandId, progress.userId, progress.timestamp, progress.nextOrdinal,
                   progress.outputBytes, progress.errorBytes});
    return done.transform([](const store::Statement &) {});
}

qsizetype bytesOf(const QList<store::BashEventRow> &rows)
{
    qsizetype bytes = 0;
    for (const store::BashEventRow &row : rows)
        bytes += row.body.size();
    return bytes;
}

core::Result<qint64> deleted(core::Result<store::Statement> statement)
{
    return statement.transform(
        [](const store::Statement &done) -> qint64 { return done.rowsAffected(); });
}

core::Result<qint64> deleteBeyond(store::Connection &connection, qint64 atMost)
{
    QVariantList oldestKept;
    {
        core::Result<store::Statement> found = connection.execute(
            "SELECT timestamp, key FROM bash_events ORDER BY timestamp DESC, key DESC LIMIT 1 "
            "OFFSET ?",
            {atMost});
        if (!found)
            return std::unexpected(found.error());
        if (!found->next())
            return 0;
        oldestKept = {found->value(0), found->value(1)};
    }
    return deleted(
        connection.execute("DELETE FROM bash_events WHERE (timestamp, key) <= (?, ?)", oldestKept));
}

} // namespace

store::BashEvents::BashEvents(Database *database)
    : m_database(database)
{}

core::Task<> store::BashEvents::insert(QList<BashEventRow> rows)
{
    const qsizetype bytes = bytesOf(rows);
    return m_database->write<void>([rows](Connection &connection) {
        return insertRows(connection, rows);
    }, bytes);
}

core::Task<> store::BashEvents::insert(QList<BashEventRow> rows, BashProgressRow progress)
{
    const qsizetype bytes = bytesOf(rows);
    return m_database->write<void>([rows, progress](Connection &connection) {
        return insertRows(connection, rows).and_then([&] {
            return noteProgress(connection, progress);
        });
    }, bytes);
}

core::Task<QList<store::BashProgressRow>> store::BashEvents::running(qint64 notBefore, int limit)
{
    using Rows = QList<BashProgressRow>;
    return m_database->read<Rows>([notBefore, limit](Connection &connection) -> core::Result<Rows> {
        core::Result<Statement> found = connection.execute(
            "SELECT user_id, command_id, timestamp, next_ordinal, output_bytes, error_bytes "
            "FROM bash_running WHERE timestamp >= ? ORDER BY timestamp DESC LIMIT ?",
            {notBefore, limit});
        if (!found)
            return std::unexpected(found.error());
        Rows rows;
        while (found->next())
            rows.append({.userId = found->text(0),
                         .commandId = found->text(1),
                         .timestamp = found->integer(2),
                         .nextOrdinal = found->integer(3),
                         .outputBytes = found->integer(4),
                         .errorBytes = found->integer(5)});
        return rows;
    });
}

core::Task<store::BashEventPage> store::BashEvents::search(BashEventSearch wanted)
{
    return m_database->read<BashEventPage>(
        [wanted](Connection &connection) { return searchPage(connection, wanted); });
}

core::Task<std::optional<store::BashEventRow>> store::BashEvents::find(QString userId, QString id)
{
    return m_database->read<std::optional<BashEventRow>>(
        [userId, id](Connection &connection) { return findBashEvent(connection, userId, id); });
}

core::Task<QList<std::optional<store::BashEventRow>>> store::BashEvents::findMany(QString userId,
                                                                                  QStringList ids)
{
    using Rows = QList<std::optional<BashEventRow>>;
    return m_database->read<Rows>([userId, ids](Connection &connection) -> core::Result<Rows> {
        Rows rows;
        for (const QString &id : ids) {
            core::Result<std::optional<BashEventRow>> row = findBashEvent(connection, userId, id);
            if (!row)
                return std::unexpected(row.error());
            rows.append(std::move(*row));
        }
        return rows;
    });
}

core::Task<qint64> store::BashEvents::clear(QString userId)
{
    return m_database->write<qint64>([userId](Connection &connection) {
        return deleted(connection.execute("DELETE FROM bash_events WHERE user_id = ?", {userId}));
    });
}

core::Task<qint64> store::BashEvents::prune(BashEventRetention retention)
{
    return m_database->write<qint64>([retention](Connection &connection) -> core::Result<qint64> {
        qint64 total = 0;
        if (retention.notBefore) {
            const core::Result<qint64> old = deleted(
                connection.execute("DELETE FROM bash_events WHERE timestamp < ?",
                                   {*retention.notBefore}));
            if (!old)
                return old;
            total += *old;
            const core::Result<qint64> unfinished = deleted(
                connection.execute("DELETE FROM bash_running WHERE timestamp < ?",
                                   {*retention.notBefore}));
            if (!unfinished)
                return unfinished;
        }
        if (retention.atMost) {
            const core::Result<qint64> beyond = deleteBeyond(connection, *retention.atMost);
            if (!beyond)
                return beyond;
            total += *beyond;
        }
        return total;
    });
}
