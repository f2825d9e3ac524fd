// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Database.h"
#include "store/Events.h"
#include "store/History.h"

namespace {

core::Result<> copyStart(store::Connection &connection, qint64 from, qint64 to, qint64 length)
{
    return connection
        .execute("INSERT INTO events (conversation, seq, id, kind, source, timestamp, body) "
                 "SELECT ?, seq, id, kind, source, timestamp, body FROM events "
                 "WHERE conversation = ? AND seq < ? ORDER BY seq",
                 {to, from, length})
        .transform([](const store::Statement &) {});
}

/// The parent of an event is in its JSON text alone, and always before it in the log.
core::Result<> copyPath(store::Connection &connection, qint64 from, qint64 to, const QString &leaf)
{
    static const QString sql =
        "WITH RECURSIVE path (seq, parent) AS ("
        "SELECT seq, json_extract(CAST(body AS TEXT), '$.parent_id') FROM events "
        "WHERE conversation = ? AND id = ? "
        "UNION ALL "
        "SELECT e.seq, json_extract(CAST(e.body AS TEXT), '$.parent_id') FROM path "
        "JOIN events e ON e.conversation = ? AND e.id = path.parent AND e.seq < path.seq) "
        "INSERT INTO events (conversation, seq, id, kind, source, timestamp, body) "
        "SELECT ?, row_number() OVER (ORDER BY e.seq) - 1, e.id, e.kind, e.source, e.timestamp, "
        "e.body FROM path JOIN events e ON e.conversation = ? AND e.seq = path.seq "
        "ORDER BY e.seq";
    return connection.execute(sql, {from, leaf, from, to, from})
        .transform([](const store::Statement &) {});
}

} // namespace

core::Task<> store::Events::fork(QString sourceId, ConversationRow row, qint64 length,
                                 std::optional<QString> leafId)
{
    const qsizetype bytes = row.body.size();
    return m_database->write<void>([=](Connection &connection) -> core::Result<> {
        const core::Result<qint64> from = Conversations::keyOf(connection, sourceId);
        if (!from)
            return std::unexpected(from.error());
        const core::Result<> inserted = Conversations::insert(connection, row);
        if (!inserted)
            return inserted;
        const core::Result<qint64> to = Conversations::keyOf(connection, row.id);
        if (!to)
            return std::unexpected(to.error());
        const core::Result<> copied = leafId ? copyPath(connection, *from, *to, *leafId)
                                             : copyStart(connection, *from, *to, length);
        return copied.and_then([&] { return History::note(connection, *to, 0); });
    }, bytes);
}
