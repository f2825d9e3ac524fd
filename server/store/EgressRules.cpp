// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/EgressRules.h"

#include "store/Database.h"

store::EgressRules::EgressRules(Database *database)
    : m_database(database)
{}

static store::EgressRuleRow egressRuleRow(const store::Statement &statement)
{
    return {.id = statement.text(0),
            .userId = statement.text(1),
            .workspaceId = statement.isNull(2) ? std::nullopt : std::optional(statement.text(2)),
            .host = statement.text(3),
            .port = statement.isNull(4) ? std::nullopt
                                        : std::optional(static_cast<int>(statement.integer(4))),
            .isAllowed = statement.integer(5) != 0,
            .createdAt = statement.text(6)};
}

core::Task<QList<store::EgressRuleRow>> store::EgressRules::ofUser(QString userId)
{
    using Rows = QList<EgressRuleRow>;
    return m_database->read<Rows>([userId](Connection &connection) -> core::Result<Rows> {
        core::Result<Statement> found = connection.execute(
            "SELECT id, user_id, workspace_id, host, port, allowed, created_at FROM egress_rules "
            "WHERE user_id = ? ORDER BY created_at, id",
            {userId});
        if (!found)
            return std::unexpected(found.error());
        Rows rows;
        while (found->next())
            rows.append(egressRuleRow(*found));
        return rows;
    });
}

core::Task<> store::EgressRules::insert(EgressRuleRow row)
{
    return m_database->write<void>([row](Connection &connection) -> core::Result<> {
        const QVariant workspace = orNull(row.workspaceId);
        const QVariant port = orNull(row.port);
        const core::Result<Statement> replaced = connection.execute(
            "DELETE FROM egress_rules WHERE user_id = ? AND host = ? AND "
            "coalesce(workspace_id, '') = coalesce(?, '') AND coalesce(port, 0) = coalesce(?, 0)",
            {row.userId, row.host, workspace, port});
        if (!replaced)
            return std::unexpected(replaced.error());
        return connection
            .execute("INSERT INTO egress_rules (id, user_id, workspace_id, host, port, allowed, "
                     "created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                     {row.id, row.userId, workspace, row.host, port, row.isAllowed ? 1 : 0,
                      row.createdAt})
            .transform([](const Statement &) {});
    });
}

core::Task<bool> store::EgressRules::remove(QString userId, QString id)
{
    return m_database->write<bool>([userId, id](Connection &connection) -> core::Result<bool> {
        return connection
            .execute("DELETE FROM egress_rules WHERE id = ? AND user_id = ?", {id, userId})
            .transform([](const Statement &done) { return done.rowsAffected() > 0; });
    });
}

core::Task<> store::EgressRules::removeOf(QString userId, std::optional<QString> workspaceId)
{
    return m_database->write<void>([userId, workspaceId](Connection &connection) -> core::Result<> {
        return connection
            .execute("DELETE FROM egress_rules WHERE user_id = ? AND (? IS NULL OR workspace_id = "
                     "?)",
                     {userId, orNull(workspaceId), orNull(workspaceId)})
            .transform([](const Statement &) {});
    });
}
