// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/ModelUse.h"

#include "store/Database.h"

static constexpr qint64 minutesOfUse = 5;

store::ModelUse::ModelUse(Database *database)
    : m_database(database)
{}

core::Task<> store::ModelUse::add(ModelUseRow row)
{
    row.minute -= row.minute % minutesOfUse;
    return m_database->write<void>([row](Connection &connection) -> core::Result<> {
        const core::Result<Statement> added = connection.execute(
            "INSERT INTO model_use (minute, user_id, conversation_id, model, prompt, completion, "
            "cached, cost) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (minute, user_id, "
            "conversation_id, model) DO UPDATE SET prompt = prompt + excluded.prompt, completion = "
            "completion + excluded.completion, cached = cached + excluded.cached, cost = cost + "
            "excluded.cost",
            {row.minute, row.userId, row.conversationId, row.model, row.promptTokens,
             row.completionTokens, row.cachedTokens, row.cost});
        if (!added)
            return std::unexpected(added.error());
        return connection
            .execute("DELETE FROM model_use WHERE minute < ?", {row.minute - keptMinutes})
            .transform([](const Statement &) {});
    });
}

/// @p named: what names a row; @p rest: how they are put together.
static core::Result<QList<store::ModelUseRow>> sumsOfUse(store::Connection &connection,
                                                         const QString &named, const QString &rest,
                                                         qint64 minute,
                                                         const std::optional<QString> &userId)
{
    QVariantList values{minute};
    if (userId)
        values.append(*userId);
    core::Result<store::Statement> found = connection.execute(
        "SELECT " + named
            + ", coalesce(sum(prompt), 0), coalesce(sum(completion), 0), coalesce(sum(cached), 0), "
              "coalesce(sum(cost), 0.0) FROM model_use WHERE minute >= ?"
            + (userId ? " AND user_id = ? " : " ") + rest,
        values);
    if (!found)
        return std::unexpected(found.error());
    QList<store::ModelUseRow> rows;
    while (found->next())
        rows.append({.minute = minute,
                     .userId = found->text(0),
                     .conversationId = found->text(1),
                     .model = found->text(2),
                     .promptTokens = found->integer(3),
                     .completionTokens = found->integer(4),
                     .cachedTokens = found->integer(5),
                     .cost = found->value(6).toDouble()});
    return rows;
}

core::Task<store::ModelUse::Sums> store::ModelUse::since(qint64 minute,
                                                         std::optional<QString> userId, int most)
{
    minute -= minute % minutesOfUse;
    return m_database->readAside<Sums>(
        [minute, userId, most](Connection &connection) -> core::Result<Sums> {
        const QString limit = " LIMIT " + QString::number(most);
        const auto models = sumsOfUse(connection, "'', '', model",
                                      "GROUP BY model ORDER BY sum(prompt) + sum(completion) DESC, "
                                      "model"
                                          + limit,
                                      minute, userId);
        if (!models)
            return std::unexpected(models.error());
        const auto conversations = sumsOfUse(connection, "user_id, conversation_id, ''",
                                             "GROUP BY user_id, conversation_id ORDER BY sum(cost) "
                                             "DESC, sum(prompt) + sum(completion) DESC, "
                                             "conversation_id"
                                                 + limit,
                                             minute, userId);
        if (!conversations)
            return std::unexpected(conversations.error());
        const auto whole = sumsOfUse(connection, "'', '', ''", "", minute, userId);
        if (!whole)
            return std::unexpected(whole.error());
        return Sums{*models, *conversations, whole->value(0)};
    });
}
