// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Answers.h"

#include "store/Database.h"

store::Answers::Answers(Database *database)
    : m_database(database)
{}

core::Task<std::optional<store::AnswerRow>> store::Answers::find(QByteArray id, qint64 notBefore)
{
    using Row = std::optional<AnswerRow>;
    return m_database->read<Row>([id, notBefore](Connection &connection) -> core::Result<Row> {
        core::Result<Statement> found =
            connection.execute("SELECT id, user_id, created_at, request, answer FROM answers "
                               "WHERE id = ? AND created_at >= ?",
                               {id, notBefore});
        if (!found)
            return std::unexpected(found.error());
        if (!found->next())
            return Row();
        return Row(AnswerRow{.id = found->bytes(0),
                             .userId = found->text(1),
                             .createdAt = found->integer(2),
                             .request = found->bytes(3),
                             .answer = found->text(4)});
    });
}

static core::Result<> forgetAnswers(store::Connection &connection, const QString &userId,
                                    qint64 notBefore, int most)
{
    const auto old = connection.execute("DELETE FROM answers WHERE created_at < ?", {notBefore});
    if (!old)
        return std::unexpected(old.error());
    return connection
        .execute("DELETE FROM answers WHERE id IN (SELECT id FROM answers WHERE user_id = ? "
                 "ORDER BY created_at DESC LIMIT -1 OFFSET ?)",
                 {userId, most})
        .transform([](const store::Statement &) {});
}

core::Task<> store::Answers::insert(AnswerRow row, qint64 notBefore, int most)
{
    const qsizetype bytes = row.answer.size();
    return m_database->write<void>([row, notBefore, most](Connection &connection) {
        const auto added = connection.execute("INSERT OR REPLACE INTO answers (id, user_id, "
                                              "created_at, request, answer) "
                                              "VALUES (?, ?, ?, ?, ?)",
                                              {row.id, row.userId, row.createdAt, row.request,
                                               row.answer});
        if (!added)
            return core::Result<>(std::unexpected(added.error()));
        return forgetAnswers(connection, row.userId, notBefore, most);
    }, bytes);
}
