// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Audit.h"

#include "store/Database.h"

static const QString auditColumns = "at, user_id, key_id, action, subject, request_id, body";

static store::AuditRow auditRow(const store::Statement &statement)
{
    return {.seq = statement.integer(7),
            .at = statement.integer(0),
            .userId = statement.text(1),
            .keyId = statement.text(2),
            .action = statement.text(3),
            .subject = statement.text(4),
            .requestId = statement.text(5),
            .body = statement.bytes(6)};
}

store::Audit::Audit(Database *database)
    : m_database(database)
{}

core::Task<> store::Audit::insert(AuditRow row)
{
    return m_database->write<void>([row](Connection &connection) -> core::Result<> {
        // A null text is not an empty one.
        const auto text = [](const QString &value) { return value.isNull() ? QString("") : value; };
        return connection
            .execute("INSERT INTO audit (" + auditColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                     {row.at, text(row.userId), text(row.keyId), text(row.action),
                      text(row.subject), text(row.requestId), row.body})
            .transform([](const Statement &) {});
    });
}

core::Task<QList<store::AuditRow>> store::Audit::page(AuditSearch search)
{
    return m_database->read<QList<AuditRow>>(
        [search](Connection &connection) -> core::Result<QList<AuditRow>> {
        const bool isBackwards = search.order == AuditSearch::Order::NewestFirst;
        QString condition = isBackwards ? "seq < ?" : "seq > ?";
        QVariantList values{isBackwards && search.after == 0 ? std::numeric_limits<qint64>::max()
                                                             : search.after};
        for (const auto &[column, value] : {std::pair{"user_id", search.userId},
                                            {"action", search.action},
                                            {"subject", search.subject}}) {
            if (value.isEmpty())
                continue;
            condition += QString(" AND %1 = ?").arg(column);
            values.append(value);
        }
        values.append(search.limit);
        core::Result<Statement> found =
            connection.execute("SELECT " + auditColumns + ", seq FROM audit WHERE " + condition
                                   + " ORDER BY seq" + (isBackwards ? " DESC" : "") + " LIMIT ?",
                               values);
        if (!found)
            return std::unexpected(found.error());
        QList<AuditRow> rows;
        while (found->next())
            rows.append(auditRow(*found));
        return rows;
    });
}
