// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Keys.h"

#include "store/Database.h"

static const QString keyColumns =
    "id, name, user_id, hash, scopes, created_at, last_used_at, expires_at, revoked_at, "
    "rotated_to";

static std::optional<qint64> timeAt(const store::Statement &statement, int column)
{
    return statement.isNull(column) ? std::nullopt : std::optional(statement.integer(column));
}

static store::KeyRow keyRow(const store::Statement &statement)
{
    return {.id = statement.text(0),
            .name = statement.text(1),
            .userId = statement.text(2),
            .hash = statement.bytes(3),
            .scopes = statement.text(4).split(' ', Qt::SkipEmptyParts),
            .createdAt = statement.integer(5),
            .lastUsedAt = timeAt(statement, 6),
            .expiresAt = timeAt(statement, 7),
            .revokedAt = timeAt(statement, 8),
            .rotatedTo = statement.isNull(9) ? std::nullopt : std::optional(statement.text(9))};
}

static core::Result<> insertKey(store::Connection &connection, const store::KeyRow &row)
{
    return connection
        .execute("INSERT INTO keys (" + keyColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 {row.id, row.name, row.userId, row.hash, row.scopes.join(' '), row.createdAt,
                  store::orNull(row.lastUsedAt), store::orNull(row.expiresAt),
                  store::orNull(row.revokedAt), store::orNull(row.rotatedTo)})
        .transform([](const store::Statement &) {});
}

static QList<store::KeyRow> keyRows(store::Statement &found)
{
    QList<store::KeyRow> rows;
    while (found.next())
        rows.append(keyRow(found));
    return rows;
}

store::Keys::Keys(Database *database)
    : m_database(database)
{}

core::Task<> store::Keys::insert(KeyRow row)
{
    return m_database->write<void>(
        [row](Connection &connection) { return insertKey(connection, row); });
}

core::Task<QList<store::KeyRow>> store::Keys::all()
{
    return m_database->read<QList<KeyRow>>(
        [](Connection &connection) -> core::Result<QList<KeyRow>> {
        core::Result<Statement> found = connection.execute("SELECT " + keyColumns
                                                           + " FROM keys ORDER BY created_at, id");
        if (!found)
            return std::unexpected(found.error());
        return keyRows(*found);
    });
}

core::Task<std::optional<store::KeyRow>> store::Keys::find(QString id)
{
    using Row = std::optional<KeyRow>;
    return m_database->read<Row>([id](Connection &connection) -> core::Result<Row> {
        core::Result<Statement> found =
            connection.execute("SELECT " + keyColumns + " FROM keys WHERE id = ?", {id});
        if (!found)
            return std::unexpected(found.error());
        return found->next() ? Row(keyRow(*found)) : Row();
    });
}

core::Task<QList<store::KeyRow>> store::Keys::page(QString userId, QString after, int limit)
{
    return m_database->read<QList<KeyRow>>(
        [userId, after, limit](Connection &connection) -> core::Result<QList<KeyRow>> {
        const QString select = "SELECT " + keyColumns + " FROM keys WHERE ";
        core::Result<Statement> found =
            userId.isEmpty()
                ? connection.execute(select + "id > ? ORDER BY id LIMIT ?", {after, limit})
                : connection.execute(select + "user_id = ? AND id > ? ORDER BY id LIMIT ?",
                                     {userId, after, limit});
        if (!found)
            return std::unexpected(found.error());
        return keyRows(*found);
    });
}

core::Task<> store::Keys::rotate(QString id, KeyRow successor, qint64 expiresAt)
{
    return m_database->write<void>(
        [id, successor, expiresAt](Connection &connection) -> core::Result<> {
        const core::Result<Statement> ending =
            connection.execute("UPDATE keys SET expires_at = min(ifnull(expires_at, ?), ?), "
                               "rotated_to = ? WHERE id = ? AND revoked_at IS NULL",
                               {expiresAt, expiresAt, successor.id, id});
        if (!ending)
            return std::unexpected(ending.error());
        if (ending->rowsAffected() == 0)
            return core::fail(core::Error::Kind::NotFound, "There is no key " + id + " in force.");
        return insertKey(connection, successor);
    });
}

core::Task<bool> store::Keys::revoke(QString id, qint64 revokedAt)
{
    return m_database->write<bool>([id, revokedAt](Connection &connection) {
        return connection
            .execute("UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                     {revokedAt, id})
            .transform([](const Statement &done) { return done.rowsAffected() > 0; });
    });
}

core::Task<> store::Keys::setLastUsed(QString id, qint64 lastUsedAt)
{
    return m_database->write<void>([id, lastUsedAt](Connection &connection) -> core::Result<> {
        return connection.execute("UPDATE keys SET last_used_at = ? WHERE id = ?", {lastUsedAt, id})
            .transform([](const Statement &) {});
    });
}
