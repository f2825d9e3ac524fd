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
            .body = statement.bytes(3)};
}

store::Users::Users(Database *database)
    : m_database(database)
{}

core::Task<> store::Users::insert(UserRow row)
{
    return m_database->write<void>([row](Connection &connection) -> core::Result<> {
        return connection
            .execute("INSERT INTO users (id, name, created_at, body) VALUES (?, ?, ?, ?)",
                     {row.id, row.name, row.createdAt, row.body})
            .transform([](const Statement &) {});
    });
}

core::Task<> store::Users::update(UserRow row)
{
    return m_database->write<void>([row](Connection &connection) -> core::Result<> {
        const core::Result<Statement> done =
            connection.execute("UPDATE users SET name = ?, body = ? WHERE id = ?",
                               {row.name, row.body, row.id});
        if (!done)
            return std::unexpected(done.error());
        if (done->rowsAffected() == 0)
            return core::fail(Error::Kind::NotFound, "There is no user " + row.id + ".");
        return {};
    });
}

core::Task<std::optional<store::UserRow>> store::Users::find(QString id)
{
    using Row = std::optional<UserRow>;
    return m_database->read<Row>([id](Connection &connection) -> core::Result<Row> {
        core::Result<Statement> found =
            connection.execute("SELECT id, name, created_at, body FROM users WHERE id = ?", {id});
        if (!found)
            return std::unexpected(found.error());
        return found->next() ? Row(userRow(*found)) : Row();
    });
}

core::Task<QList<store::UserRow>> store::Users::all()
{
    return m_database->read<QList<UserRow>>(
        [](Connection &connection) -> core::Result<QList<UserRow>> {
        core::Result<Statement> found = connection.execute(
            "SELECT id, name, created_at, body FROM users ORDER BY created_at, id");
        if (!found)
            return std::unexpected(found.error());
        QList<UserRow> rows;
        while (found->next())
            rows.append(userRow(*found));
        return rows;
    });
}
