// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/EgressDecisions.h"

#include "store/Database.h"

#include <QSet>

#include <algorithm>

store::EgressDecisions::EgressDecisions(Database *database)
    : m_database(database)
{}

/// A null string would be no text.
static QString orEmpty(const QString &text)
{
    return text.isNull() ? QString("") : text;
}

static core::Result<> insertDecision(store::Connection &connection,
                                     const store::EgressDecisionRow &row)
{
    return connection
        .execute("INSERT INTO egress_decisions (user_id, id, workspace_id, at, host, port, "
                 "address, allowed, accepts_writes, reason, bytes_up, bytes_down) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                 {row.userId, row.id, orEmpty(row.workspaceId), row.at, orEmpty(row.host), row.port,
                  orEmpty(row.address), row.isAllowed ? 1 : 0, row.acceptsWrites ? 1 : 0,
                  orEmpty(row.reason), row.bytesUp, row.bytesDown})
        .transform([](const store::Statement &) {});
}

static core::Result<> noteEgressBytes(store::Connection &connection,
                                      const store::EgressBytesRow &row)
{
    return connection
        .execute("UPDATE egress_decisions SET bytes_up = ?, bytes_down = ? WHERE user_id = ? AND "
                 "id = ?",
                 {row.up, row.down, row.userId, row.id})
        .transform([](const store::Statement &) {});
}

static core::Result<> forgetDecisions(store::Connection &connection, const QSet<QString> &users,
                                      int most, qint64 since)
{
    core::Result<> result = connection.execute("DELETE FROM egress_decisions WHERE at < ?", {since})
                                .transform([](const store::Statement &) {});
    for (const QString &user : users) {
        if (!result)
            break;
        result = connection
                     .execute("DELETE FROM egress_decisions WHERE user_id = ? AND id <= (SELECT id "
                              "FROM egress_decisions WHERE user_id = ? ORDER BY id DESC LIMIT 1 "
                              "OFFSET ?)",
                              {user, user, most})
                     .transform([](const store::Statement &) {});
    }
    return result;
}

core::Task<> store::EgressDecisions::keep(QList<EgressDecisionRow> rows,
                                          QList<EgressBytesRow> bytes, int most, qint64 since)
{
    const qsizetype held = rows.size() * qsizetype(sizeof(EgressDecisionRow) + 300);
    return m_database->write<void>(
        [rows, bytes, most, since](Connection &connection) -> core::Result<> {
        QSet<QString> users;
        core::Result<> result;
        for (const EgressDecisionRow &row : rows) {
            users.insert(row.userId);
            if (result)
                result = insertDecision(connection, row);
        }
        for (const EgressBytesRow &row : bytes) {
            if (result)
                result = noteEgressBytes(connection, row);
        }
        return result ? forgetDecisions(connection, users, most, since) : result;
    }, held);
}

static store::EgressDecisionRow egressDecisionRow(const store::Statement &statement)
{
    return {.userId = statement.text(0),
            .id = statement.integer(1),
            .workspaceId = statement.text(2),
            .at = statement.integer(3),
            .host = statement.text(4),
            .port = static_cast<int>(statement.integer(5)),
            .address = statement.text(6),
            .isAllowed = statement.integer(7) != 0,
            .acceptsWrites = statement.integer(8) != 0,
            .reason = statement.text(9),
            .bytesUp = statement.integer(10),
            .bytesDown = statement.integer(11)};
}

core::Task<QList<store::EgressDecisionRow>> store::EgressDecisions::find(EgressSearch search)
{
    using Rows = QList<EgressDecisionRow>;
    return m_database->read<Rows>([search](Connection &connection) -> core::Result<Rows> {
        const QString order = search.after ? QStringLiteral("ASC") : QStringLiteral("DESC");
        const QVariant workspace = orNull(search.workspaceId);
        const QVariant allowed = search.isAllowed ? QVariant(*search.isAllowed ? 1 : 0)
                                                  : QVariant();
        core::Result<Statement> found = connection.execute(
            "SELECT user_id, id, workspace_id, at, host, port, address, allowed, accepts_writes, "
            "reason, bytes_up, bytes_down FROM egress_decisions WHERE user_id = ? AND id > ? AND "
            "(? IS NULL OR workspace_id = ?) AND (? IS NULL OR allowed = ?) ORDER BY id "
                + order + " LIMIT ?",
            {search.userId, search.after.value_or(-1), workspace, workspace, allowed, allowed,
             search.limit});
        if (!found)
            return std::unexpected(found.error());
        Rows rows;
        while (found->next())
            rows.append(egressDecisionRow(*found));
        if (!search.after)
            std::ranges::reverse(rows);
        return rows;
    });
}

core::Task<> store::EgressDecisions::removeOf(QString userId)
{
    return m_database->write<void>([userId](Connection &connection) -> core::Result<> {
        return connection.execute("DELETE FROM egress_decisions WHERE user_id = ?", {userId})
            .transform([](const Statement &) {});
    });
}
