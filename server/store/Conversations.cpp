// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Conversations.h"

#include "store/Database.h"

using core::Error;

namespace {

const QString conversationColumns =
    "id, user_id, created_at, updated_at, status, title, parent_id, body, closed_at, worktree, "
    "summary";

const QString summaryColumns =
    "id, user_id, created_at, updated_at, status, title, parent_id, NULL, closed_at, worktree, "
    "summary";

template<typename T>
std::optional<T> optionalAt(const store::Statement &statement, int column)
{
    return statement.isNull(column) ? std::nullopt
                                    : std::optional(statement.value(column).value<T>());
}

store::ConversationRow conversationRow(const store::Statement &statement)
{
    return {.id = statement.text(0),
            .userId = statement.text(1),
            .createdAt = statement.integer(2),
            .updatedAt = statement.integer(3),
            .status = statement.text(4),
            .title = optionalAt<QString>(statement, 5),
            .parentId = optionalAt<QString>(statement, 6),
            .body = statement.bytes(7),
            .closedAt = optionalAt<qint64>(statement, 8),
            .worktree = optionalAt<QString>(statement, 9),
            .summary = statement.bytes(10)};
}

std::unexpected<Error> unknown(const QString &id)
{
    return core::fail(Error::Kind::NotFound, "There is no conversation " + id + ".");
}

core::Result<> changed(core::Result<store::Statement> statement, const QString &id)
{
    if (!statement)
        return std::unexpected(statement.error());
    if (statement->rowsAffected() == 0)
        return unknown(id);
    return {};
}

struct Ordering
{
    QString column;
    bool isDescending;
};

Ordering orderingOf(store::ConversationOrder order)
{
    switch (order) {
    case store::ConversationOrder::CreatedAscending: return {"created_at", false};
    case store::ConversationOrder::CreatedDescending: return {"created_at", true};
    case store::ConversationOrder::UpdatedAscending: return {"updated_at", false};
    case store::ConversationOrder::UpdatedDescending: return {"updated_at", true};
    }
    return {"created_at", true};
}

/// The place of the cursor's conversation in the order: time and key. Nothing when it is unknown.
core::Result<std::optional<QVariantList>> placeOf(store::Connection &connection,
                                                  const store::ConversationSearch &wanted)
{
    if (!wanted.cursor)
        return std::nullopt;
    const bool isEverybody = wanted.whose == store::Whose::Everybody;
    core::Result<store::Statement> row = connection.execute(
        "SELECT " + orderingOf(wanted.order).column + ", key FROM conversations WHERE id = ?"
            + (isEverybody ? "" : " AND user_id = ?"),
        isEverybody ? QVariantList{*wanted.cursor} : QVariantList{*wanted.cursor, wanted.userId});
    if (!row)
        return std::unexpected(row.error());
    if (!row->next())
        return std::nullopt;
    return QVariantList{row->value(0), row->value(1)};
}

/// @p text anywhere in what LIKE looks at.
QString containing(QString text)
{
    for (const char *special : {"\\", "%", "_"})
        text.replace(QLatin1StringView(special), '\\' + QLatin1StringView(special));
    return '%' + text + '%';
}

/// Conditions that are looked up in the summaries.
void addConditions(const store::ConversationSearch &wanted, QString &sql, QVariantList &values)
{
    if (wanted.workspace) {
        sql += " AND json_extract(CAST(summary AS TEXT), '$.workspace') = ?";
        values << *wanted.workspace;
    }
    if (wanted.tag) {
        sql += " AND json_extract(CAST(summary AS TEXT), '$.tags.\"' || ? || '\"') = ?";
        values << wanted.tag->first << wanted.tag->second;
    }
    if (wanted.text) {
        sql +=
            " AND (title LIKE ? ESCAPE '\\' OR json_extract(CAST(summary AS TEXT), '$.last_line') "
            "LIKE ? ESCAPE '\\')";
        values << containing(*wanted.text) << containing(*wanted.text);
    }
}

core::Result<store::ConversationPage> searchPage(store::Connection &connection,
                                                 const store::ConversationSearch &wanted,
                                                 const QString &columns)
{
    const core::Result<std::optional<QVariantList>> place = placeOf(connection, wanted);
    if (!place)
        return std::unexpected(place.error());
    const Ordering ordering = orderingOf(wanted.order);
    QString sql = "SELECT " + columns + " FROM conversations WHERE closed = ?";
    QVariantList values{wanted.shelf == store::Shelf::Closed ? 1 : 0};
    if (wanted.whose == store::Whose::OneUser) {
        sql += " AND user_id = ?";
        values << wanted.userId;
    }
    addConditions(wanted, sql, values);
    if (wanted.status) {
        sql += " AND status = ?";
        values << *wanted.status;
    }
    if (*place) {
        sql += QString(" AND (%1, key) %2 (?, ?)")
                   .arg(ordering.column, ordering.isDescending ? "<=" : ">=");
        values << **place;
    }
    sql += QString(" ORDER BY %1 %2, key %2 LIMIT ?")
               .arg(ordering.column, ordering.isDescending ? "DESC" : "ASC");
    values << wanted.limit + 1;
    core::Result<store::Statement> found = connection.execute(sql, values);
    if (!found)
        return std::unexpected(found.error());
    store::ConversationPage page;
    while (found->next())
        page.rows.append(conversationRow(*found));
    if (page.rows.size() > wanted.limit)
        page.next = page.rows.takeLast().id;
    return page;
}

core::Result<std::optional<store::ConversationRow>> findConversation(store::Connection &connection,
                                                                     const QString &id,
                                                                     store::Shelf shelf)
{
    core::Result<store::Statement> found = connection.execute(
        "SELECT " + conversationColumns + " FROM conversations WHERE id = ? AND closed = ?",
        {id, shelf == store::Shelf::Closed ? 1 : 0});
    if (!found)
        return std::unexpected(found.error());
    return found->next() ? std::optional(conversationRow(*found)) : std::nullopt;
}

core::Result<bool> changedAny(core::Result<store::Statement> statement)
{
    return statement.transform(
        [](const store::Statement &done) { return done.rowsAffected() > 0; });
}

} // namespace

store::Conversations::Conversations(Database *database)
    : m_database(database)
{}

core::Task<> store::Conversations::insert(ConversationRow row)
{
    const qsizetype bytes = row.body.size();
    return m_database->write<void>([row](Connection &connection) {
        return insert(connection, row);
    }, bytes);
}

core::Task<std::optional<store::ConversationRow>> store::Conversations::find(QString id,
                                                                             Shelf shelf)
{
    return m_database->read<std::optional<ConversationRow>>(
        [id, shelf](Connection &connection) { return findConversation(connection, id, shelf); });
}

core::Task<QList<std::optional<store::ConversationRow>>> store::Conversations::findMany(
    QStringList ids)
{
    using Rows = QList<std::optional<ConversationRow>>;
    return m_database->read<Rows>([ids](Connection &connection) -> core::Result<Rows> {
        Rows rows;
        for (const QString &id : ids) {
            core::Result<std::optional<ConversationRow>> row = findConversation(connection, id,
                                                                                Shelf::Open);
            if (!row)
                return std::unexpected(row.error());
            rows.append(std::move(*row));
        }
        return rows;
    });
}

core::Task<> store::Conversations::update(ConversationRow row)
{
    const qsizetype bytes = row.body.size();
    return m_database->write<void>([row](Connection &connection) {
        return changed(
            connection.execute("UPDATE conversations SET updated_at = ?, status = ?, title = ?, "
                               "parent_id = ?, body = ?, summary = ? WHERE id = ?",
                               {row.updatedAt, row.status, orNull(row.title), orNull(row.parentId),
                                row.body, row.summary, row.id}),
            row.id);
    }, bytes);
}

core::Task<> store::Conversations::setUpdatedAt(QString id, qint64 updatedAt)
{
    return m_database->write<void>([id, updatedAt](Connection &connection) {
        return changed(connection.execute("UPDATE conversations SET updated_at = ? WHERE id = ?",
                                          {updatedAt, id}),
                       id);
    });
}

core::Task<store::ConversationPage> store::Conversations::search(ConversationSearch wanted)
{
    return m_database->read<ConversationPage>([wanted](Connection &connection) {
        return searchPage(connection, wanted, conversationColumns);
    });
}

core::Task<store::ConversationPage> store::Conversations::summaries(ConversationSearch wanted)
{
    return m_database->read<ConversationPage>([wanted](Connection &connection) {
        return searchPage(connection, wanted, summaryColumns);
    });
}

core::Task<qint64> store::Conversations::count(QString userId, std::optional<QString> status)
{
    return m_database->read<qint64>(
        [userId, status](Connection &connection) -> core::Result<qint64> {
        QString sql = "SELECT count(*) FROM conversations WHERE user_id = ? AND closed = 0";
        QVariantList values{userId};
        if (status) {
            sql += " AND status = ?";
            values << *status;
        }
        core::Result<Statement> counted = connection.execute(sql, values);
        if (!counted)
            return std::unexpected(counted.error());
        return counted->next() ? counted->integer(0) : 0;
    });
}

core::Task<bool> store::Conversations::close(QString id, qint64 closedAt)
{
    return m_database->write<bool>([id, closedAt](Connection &connection) {
        return changedAny(
            connection.execute("UPDATE conversations SET closed_at = ? WHERE id = ? AND closed = 0",
                               {closedAt, id}));
    });
}

core::Task<QStringList> store::Conversations::idsWithStatus(QString status)
{
    return m_database->read<QStringList>(
        [status](Connection &connection) -> core::Result<QStringList> {
        core::Result<Statement> found = connection.execute(
            "SELECT id FROM conversations WHERE closed = 0 AND status = ? ORDER BY key", {status});
        if (!found)
            return std::unexpected(found.error());
        QStringList ids;
        while (found->next())
            ids.append(found->text(0));
        return ids;
    });
}

core::Result<> store::Conversations::insert(Connection &connection, const ConversationRow &row)
{
    return connection
        .execute("INSERT INTO conversations (" + conversationColumns
                     + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 {row.id, row.userId, row.createdAt, row.updatedAt, row.status, orNull(row.title),
                  orNull(row.parentId), row.body, orNull(row.closedAt), orNull(row.worktree),
                  row.summary})
        .transform([](const Statement &) {});
}

core::Result<qint64> store::Conversations::keyOf(Connection &connection, const QString &id)
{
    core::Result<Statement> found = connection.execute("SELECT key FROM conversations WHERE id = ?",
                                                       {id});
    if (!found)
        return std::unexpected(found.error());
    if (!found->next())
        return unknown(id);
    return found->integer(0);
}

core::Result<> store::Conversations::apply(Connection &connection, qint64 key,
                                           const ConversationUpdate &update)
{
    return connection
        .execute("UPDATE conversations SET updated_at = ?, status = coalesce(?, status), "
                 "title = coalesce(?, title), body = coalesce(?, body), "
                 "summary = coalesce(?, summary) WHERE key = ?",
                 {update.updatedAt, orNull(update.status), orNull(update.title),
                  orNull(update.body), orNull(update.summary), key})
        .transform([](const Statement &) {});
}
