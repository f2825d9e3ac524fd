// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Conversations.h"
#include "store/Database.h"
#include "store/History.h"

#include <QJsonArray>
#include <QJsonDocument>

using core::Error;

namespace {

core::Result<QStringList> textsOf(core::Result<store::Statement> statement)
{
    if (!statement)
        return std::unexpected(statement.error());
    QStringList texts;
    while (statement->next())
        texts.append(statement->text(0));
    return texts;
}

core::Result<bool> finds(core::Result<store::Statement> statement)
{
    if (!statement)
        return std::unexpected(statement.error());
    return statement->next();
}

/// The integer key of a closed conversation.
core::Result<std::optional<qint64>> closedKey(store::Connection &connection, const QString &id)
{
    core::Result<store::Statement> found =
        connection.execute("SELECT key FROM conversations WHERE id = ? AND closed = 1", {id});
    if (!found)
        return std::unexpected(found.error());
    return found->next() ? std::optional(found->integer(0)) : std::nullopt;
}

/// Deletes the last @p events events of a log; true when there are no more.
core::Result<bool> shorten(store::Connection &connection, qint64 key, int events)
{
    core::Result<store::Statement> last =
        connection.execute("SELECT max(seq) FROM events WHERE conversation = ?", {key});
    if (!last)
        return std::unexpected(last.error());
    if (!last->next() || last->isNull(0))
        return true;
    const qint64 end = last->integer(0) - events;
    return connection.execute("DELETE FROM events WHERE conversation = ? AND seq > ?", {key, end})
        .transform([end](const store::Statement &) { return end < 0; });
}

core::Result<bool> eraseSome(store::Connection &connection, const QString &id, int events)
{
    const core::Result<std::optional<qint64>> key = closedKey(connection, id);
    if (!key)
        return std::unexpected(key.error());
    if (!*key)
        return true;
    // A text costs ten times as much as its event.
    const core::Result<bool> isForgotten = store::History::forget(connection, **key,
                                                                  qMax(1, events / 10));
    if (!isForgotten || !*isForgotten)
        return isForgotten;
    const core::Result<bool> isShort = shorten(connection, **key, events);
    if (!isShort || !*isShort)
        return isShort;
    return connection.execute("DELETE FROM conversations WHERE key = ?", {**key})
        .transform([](const store::Statement &) { return true; });
}

} // namespace

core::Task<bool> store::Conversations::expire(QString id)
{
    return m_database->write<bool>([id](Connection &connection) {
        return connection.execute("UPDATE conversations SET closed_at = 0 WHERE id = ?", {id})
            .transform([](const Statement &done) { return done.rowsAffected() > 0; });
    });
}

core::Task<bool> store::Conversations::erase(QString id, int events)
{
    return m_database->write<bool>(
        [id, events](Connection &connection) { return eraseSome(connection, id, events); });
}

core::Task<QStringList> store::Conversations::closedBefore(qint64 time, int limit)
{
    return m_database->read<QStringList>([time, limit](Connection &connection) {
        return textsOf(connection.execute("SELECT id FROM conversations WHERE closed_at < ? "
                                          "ORDER BY closed_at LIMIT ?",
                                          {time, limit}));
    });
}

core::Task<QMap<QString, QStringList>> store::Conversations::childrenOf(QStringList parents)
{
    using Children = QMap<QString, QStringList>;
    const QJsonArray ids = QJsonArray::fromStringList(parents);
    const QString list = QString::fromUtf8(QJsonDocument(ids).toJson(QJsonDocument::Compact));
    return m_database->read<Children>([list](Connection &connection) -> core::Result<Children> {
        core::Result<Statement> found =
            connection.execute("SELECT parent_id, id FROM conversations WHERE closed = 0 AND "
                               "parent_id IN (SELECT value FROM json_each(?)) ORDER BY key",
                               {list});
        if (!found)
            return std::unexpected(found.error());
        Children children;
        while (found->next())
            children[found->text(0)].append(found->text(1));
        return children;
    });
}

core::Task<bool> store::Conversations::isInUse(QString worktree)
{
    return m_database->read<bool>([worktree](Connection &connection) {
        return finds(connection.execute(
            "SELECT 1 FROM conversations WHERE worktree = ? AND closed = 0 LIMIT 1", {worktree}));
    });
}
