// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Keys.h"

#include "store/Database.h"

static const QString keyColumns =
    "id, name, user_id, hash, scopes, created_at, last_used_at, expires_at, revoked_at";

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
            .revokedAt = timeAt(statement, 8)};
}

store::Keys::Keys(Database *database)
    : m_database(database)
{}

core::Task<> store::Keys::insert(KeyRow row)
{
    return m_database->write<void>([row](Connection &connection) -> core::Result<> {
        return connection
            .execute("INSERT INTO keys (" + keyColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     {row.id, row.name, row.userId, row.hash, row.scopes.join(' '), row.createdAt,
                      orNull(row.lastUsedAt), orNull(row.expiresAt), orNull(row.revokedAt)})
            .transform([](const Statement &) {});
    });
}

core::Task<QList<store::KeyRow>> store::Keys::all()
{
    return m_database->read<QList<KeyRow>>(
        [](Connection &connection) -> core::Result<QList<KeyRow>> {
        core::Result<Statement> found = connection.execute("SELECT " + keyColumns
                                                           + " FROM keys ORDER BY created_at, id");
        if (!found)
            return std::unexpected(found.error());
        QList<KeyRow> rows;
        while (found->next())
            rows.append(keyRow(*found));
        return rows;
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
