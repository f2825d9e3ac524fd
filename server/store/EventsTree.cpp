// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Database.h"
#include "store/Events.h"

/// The parent of an event is in its JSON text alone, and always before it in the log.
static const QString lineSql =
    "WITH RECURSIVE line (seq, parent) AS ("
    "SELECT e.seq, json_extract(CAST(e.body AS TEXT), '$.parent_id') FROM conversations c "
    "JOIN events e ON e.conversation = c.key WHERE c.id = ? AND e.id = ? "
    "UNION ALL "
    "SELECT e.seq, json_extract(CAST(e.body AS TEXT), '$.parent_id') FROM line "
    "JOIN events e ON e.conversation = (SELECT key FROM conversations WHERE id = ?) "
    "AND e.id = line.parent AND e.seq < line.seq) "
    "SELECT seq FROM line ORDER BY seq";

core::Task<QList<qint64>> store::Events::lineOf(QString conversationId, QString leafId)
{
    using Line = QList<qint64>;
    return m_database->read<Line>([=](Connection &connection) -> core::Result<Line> {
        core::Result<Statement> found = connection.execute(lineSql, {conversationId, leafId,
                                                                     conversationId});
        if (!found)
            return std::unexpected(found.error());
        Line line;
        while (found->next())
            line.append(found->integer(0));
        return line;
    });
}

core::Task<std::optional<QString>> store::Events::newestLeaf(QString conversationId, qint64 fromSeq)
{
    using Leaf = std::optional<QString>;
    return m_database->read<Leaf>([=](Connection &connection) -> core::Result<Leaf> {
        core::Result<Statement> found = connection.execute(
            "SELECT e.id FROM conversations c JOIN events e ON e.conversation = c.key "
            "WHERE c.id = ? AND e.seq >= ? AND e.kind <> 'ConversationStateUpdateEvent' "
            "ORDER BY e.seq DESC LIMIT 1",
            {conversationId, fromSeq});
        if (!found)
            return std::unexpected(found.error());
        return found->next() ? Leaf(found->text(0)) : std::nullopt;
    });
}
