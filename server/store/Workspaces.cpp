// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Workspaces.h"

#include "store/Database.h"

static const QString workspaceColumns =
    "SELECT id, user_id, name, created_at, used_at, leaving_at, body FROM workspaces ";

static store::WorkspaceRow workspaceRow(const store::Statement &statement)
{
    return {.id = statement.text(0),
            .userId = statement.text(1),
            .name = statement.text(2),
            .createdAt = statement.integer(3),
            .usedAt = statement.integer(4),
            .leavingAt = statement.isNull(5) ? std::nullopt : std::optional(statement.integer(5)),
            .body = statement.bytes(6)};
}

static core::Result<QList<store::WorkspaceRow>> workspaceRows(store::Connection &connection,
                                                              const QString &condition,
                                                              const QVariantList &values)
{
    core::Result<store::Statement> found = connection.execute(workspaceColumns + condition, values);
    if (!found)
        return std::unexpected(found.error());
    QList<store::WorkspaceRow> rows;
    while (found->next())
        rows.append(workspaceRow(*found));
    return rows;
}

store::Workspaces::Workspaces(Database *database)
    : m_database(database)
{}

core::Task<> store::Workspaces::insert(WorkspaceRow row)
{
    return m_database->write<void>([row](Connection &connection) -> core::Result<> {
        return connection
            .execute("INSERT INTO workspaces (id, user_id, name, created_at, used_at, leaving_at, "
                     "body) VALUES (?, ?, ?, ?, ?, ?, ?)",
                     {row.id, row.userId, row.name, row.createdAt, row.usedAt,
                      orNull(row.leavingAt), row.body})
            .transform([](const Statement &) {});
    });
}

core::Task<std::optional<store::WorkspaceRow>> store::Workspaces::find(QString id)
{
    using Row = std::optional<WorkspaceRow>;
    return m_database->read<Row>([id](Connection &connection) -> core::Result<Row> {
        const auto rows = workspaceRows(connection, "WHERE id = ?", {id});
        if (!rows)
            return std::unexpected(rows.error());
        return rows->isEmpty() ? Row() : Row(rows->first());
    });
}

core::Task<QList<store::WorkspaceRow>> store::Workspaces::all()
{
    return m_database->read<QList<WorkspaceRow>>([](Connection &connection) {
        return workspaceRows(connection, "ORDER BY created_at, id", {});
    });
}

core::Task<QList<store::WorkspaceRow>> store::Workspaces::ofUser(QString userId)
{
    return m_database->read<QList<WorkspaceRow>>([userId](Connection &connection) {
        return workspaceRows(connection, "WHERE user_id = ? ORDER BY created_at, id", {userId});
    });
}

core::Task<bool> store::Workspaces::change(QString id, QString name, QByteArray body)
{
    return m_database->write<bool>([id, name, body](Connection &connection) -> core::Result<bool> {
        return connection
            .execute("UPDATE workspaces SET name = ?, body = ? WHERE id = ? AND leaving_at IS NULL",
                     {name, body, id})
            .transform([](const Statement &done) { return done.rowsAffected() > 0; });
    });
}

core::Task<> store::Workspaces::setUsed(QString id, qint64 usedAt)
{
    return m_database->write<void>([id, usedAt](Connection &connection) -> core::Result<> {
        return connection
            .execute("UPDATE workspaces SET used_at = max(used_at, ?) WHERE id = ?", {usedAt, id})
            .transform([](const Statement &) {});
    });
}

core::Task<bool> store::Workspaces::setLeaving(QString id, qint64 leavingAt)
{
    return m_database->write<bool>([id, leavingAt](Connection &connection) -> core::Result<bool> {
        return connection
            .execute("UPDATE workspaces SET leaving_at = ? WHERE id = ? AND leaving_at IS NULL",
                     {leavingAt, id})
            .transform([](const Statement &done) { return done.rowsAffected() > 0; });
    });
}

core::Task<> store::Workspaces::remove(QString id)
{
    return m_database->write<void>([id](Connection &connection) -> core::Result<> {
        return connection.execute("DELETE FROM workspaces WHERE id = ?", {id})
            .transform([](const Statement &) {});
    });
}
