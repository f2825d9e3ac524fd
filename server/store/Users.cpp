// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Users.h"

#include "store/Database.h"

using core::Error;

static store::UserRow userRow(const store::Statement &statement)
{
    return {.id = statement.text(0),
            .name = statement.text(1),
            .createdAt = statement.integer(2),
            .body = statement.bytes(3),
            .disabledAt = statement.isNull(4) ? std::nullopt : std::optional(statement.integer(4)),
            .workspaces = int(statement.integer(5))};
}

static const QString userColumns = "id, name, created_at, body, disabled_at";

/// With what is counted of each, by the index of workspaces by user.
static const QString selectUsers =
    "SELECT " + userColumns
    + ", (SELECT count(*) FROM workspaces WHERE user_id = users.id AND leaving_at IS NULL) FROM "
      "users ";

static QList<store::UserRow> userRows(store::Statement &found)
{
    QList<store::UserRow> rows;
    while (found.next())
        rows.append(userRow(found));
    return rows;
}

static core::Error unknownUser(const QString &id)
{
    return {Error::Kind::NotFound, "There is no user " + id + ".", {}};
}

store::Users::Users(Database *database)
    : m_database(database)
{}

core::Task<> store::Users::insert(UserRow row)
{
    return m_database->write<void>([row](Connection &connection) -> core::Result<> {
        return connection
            .execute("INSERT INTO users (" + userColumns + ") VALUES (?, ?, ?, ?, ?)",
                     {row.id, row.name, row.createdAt, row.body, orNull(row.disabledAt)})
            .transform([](const Statement &) {});
    });
}

core::Task<> store::Users::update(UserRow row)
{
    return m_database->write<void>([row](Connection &connection) -> core::Result<> {
        const core::Result<Statement> done =
            connection.execute("UPDATE users SET name = ?, body = ?, disabled_at = ? WHERE id = ?",
                               {row.name, row.body, orNull(row.disabledAt), row.id});
        if (!done)
            return std::unexpected(done.error());
        if (done->rowsAffected() == 0)
            return std::unexpected(unknownUser(row.id));
        return {};
    });
}

core::Task<std::optional<store::UserRow>> store::Users::find(QString id)
{
    using Row = std::optional<UserRow>;
    return m_database->read<Row>([id](Connection &connection) -> core::Result<Row> {
        core::Result<Statement> found = connection.execute(selectUsers + "WHERE id = ?", {id});
        if (!found)
            return std::unexpected(found.error());
        return found->next() ? Row(userRow(*found)) : Row();
    });
}

core::Task<QList<store::UserRow>> store::Users::all()
{
    return m_database->read<QList<UserRow>>(
        [](Connection &connection) -> core::Result<QList<UserRow>> {
        core::Result<Statement> found = connection.execute(selectUsers + "ORDER BY created_at, id");
        if (!found)
            return std::unexpected(found.error());
        return userRows(*found);
    });
}

core::Task<QList<store::UserRow>> store::Users::page(QString after, int limit)
{
    return m_database->read<QList<UserRow>>(
        [after, limit](Connection &connection) -> core::Result<QList<UserRow>> {
        core::Result<Statement> found =
            connection.execute(selectUsers + "WHERE id > ? ORDER BY id LIMIT ?", {after, limit});
        if (!found)
            return std::unexpected(found.error());
        return userRows(*found);
    });
}

core::Task<> store::Users::remove(QString id)
{
    return m_database->write<void>([id](Connection &connection) -> core::Result<> {
        for (const char *sql :
             {"DELETE FROM keys WHERE user_id = ?", "DELETE FROM settings WHERE user_id = ?",
              "DELETE FROM spending WHERE user_id = ?",
              "DELETE FROM model_use WHERE user_id = ?"}) {
            if (const core::Result<Statement> done = connection.execute(sql, {id}); !done)
                return std::unexpected(done.error());
        }
        const core::Result<Statement> done = connection.execute("DELETE FROM users WHERE id = ?",
                                                                {id});
        if (!done)
            return std::unexpected(done.error());
        if (done->rowsAffected() == 0)
            return std::unexpected(unknownUser(id));
        return {};
    });
}
