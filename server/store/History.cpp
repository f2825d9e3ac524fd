// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/History.h"

#include "store/Database.h"
#include "store/EventText.h"

using core::Error;

namespace {

constexpr int seqBits = 32;
/// What one step takes at most: texts, their characters, events that are looked at, bytes of one.
constexpr qsizetype textsPerStep = 32;
constexpr qsizetype charactersPerStep = 24'000;
constexpr int eventsPerStep = 500;
constexpr qint64 longestBody = 4 * 1024 * 1024;
/// How many matches are looked at for one page; more than that are too many to be of use.
constexpr int matchesPerPage = 50'000;
constexpr int pagesPerTidying = 200;

qint64 rowIdOf(qint64 conversation, qint64 seq)
{
    return (conversation << seqBits) | seq;
}

qint64 conversationOf(qint64 rowId)
{
    return rowId >> seqBits;
}

qint64 seqOf(qint64 rowId)
{
    return rowId & ((1LL << seqBits) - 1);
}

/// The user's id as one word of the index.
QString ownerWord(const QString &userId)
{
    return 'u' + QString::fromLatin1(userId.toUtf8().toHex());
}

core::Result<> done(core::Result<store::Statement> statement)
{
    return statement.transform([](const store::Statement &) {});
}

// --- looking for something -----------------------------------------------------------------------

/// The rows of the index to look at: from first on and before end.
struct Rows
{
    qint64 first = 0;
    qint64 end = std::numeric_limits<qint64>::max();
};

core::Result<std::optional<qint64>> keyIfAny(store::Connection &connection, const QString &id)
{
    const core::Result<qint64> key = store::Conversations::keyOf(connection, id);
    if (!key && key.error().kind == Error::Kind::NotFound)
        return std::nullopt;
    return key.transform([](qint64 value) { return std::optional(value); });
}

core::Result<Rows> rowsOf(store::Connection &connection, const store::HistorySearch &wanted)
{
    Rows rows;
    if (wanted.conversationId) {
        const auto key = keyIfAny(connection, *wanted.conversationId);
        if (!key)
            return std::unexpected(key.error());
        const qint64 only = key->value_or(0); // no conversation has that
        rows = {rowIdOf(only, 0), rowIdOf(only + 1, 0)};
    }
    if (wanted.before) {
        const auto key = keyIfAny(connection, wanted.before->conversationId);
        if (!key)
            return std::unexpected(key.error());
        if (*key)
            rows.end = qMin(rows.end, rowIdOf(**key, wanted.before->seq));
    }
    return rows;
}

/// The matches of a page, and where the next one begins.
struct Matches
{
    QList<qint64> rowIds;
    std::optional<qint64> end;
};

core::Result<Matches> matchesOf(store::Connection &connection, const store::HistorySearch &wanted,
                                const store::SearchWords &words)
{
    const core::Result<Rows> rows = rowsOf(connection, wanted);
    if (!rows)
        return std::unexpected(rows.error());
    const bool isEverybody = wanted.whose == store::Whose::Everybody;
    QVariantList values{words.expression(isEverybody ? QString() : ownerWord(wanted.userId)),
                        rows->first, rows->end};
    QString sql = "SELECT t.rowid FROM event_texts t "
                  "CROSS JOIN conversations c ON c.key = t.rowid >> 32 "
                  "WHERE event_texts MATCH ? AND t.rowid >= ? AND t.rowid < ? AND c.closed = 0";
    if (!isEverybody) {
        sql += " AND c.user_id = ?";
        values << wanted.userId;
    }
    core::Result<store::Statement> found = connection.execute(sql + " ORDER BY t.rowid DESC",
                                                              values);
    if (!found)
        return std::unexpected(found.error());
    Matches matches;
    int ofThis = 0;
    for (int looked = 0; found->next(); ++looked) {
        const qint64 rowId = found->integer(0);
        const qint64 last = matches.rowIds.isEmpty() ? -1 : matches.rowIds.last();
        ofThis = conversationOf(rowId) == conversationOf(last) ? ofThis + 1 : 1;
        if (wanted.perConversation && ofThis > *wanted.perConversation && looked < matchesPerPage)
            continue;
        if (matches.rowIds.size() == wanted.limit || looked == matchesPerPage) {
            matches.end = rowId + 1;
            break;
        }
        matches.rowIds.append(rowId);
    }
    return matches;
}

core::Result<std::optional<store::HistoryHit>> hitAt(store::Connection &connection, qint64 rowId,
                                                     const store::SearchWords &words)
{
    core::Result<store::Statement> row = connection.execute(
        "SELECT c.id, c.title, c.user_id, e.seq, e.id, e.kind, e.source, e.timestamp, t.text "
        "FROM event_texts t, conversations c, events e WHERE t.rowid = ? AND c.key = ? "
        "AND e.conversation = c.key AND e.seq = ?",
        {rowId, conversationOf(rowId), seqOf(rowId)});
    if (!row)
        return std::unexpected(row.error());
    if (!row->next())
        return std::nullopt;
    store::HistoryHit hit;
    hit.conversationId = row->text(0);
    if (!row->isNull(1))
        hit.title = row->text(1);
    hit.userId = row->text(2);
    hit.seq = row->integer(3);
    hit.eventId = row->text(4);
    hit.kind = row->text(5);
    hit.source = row->text(6);
    hit.timestamp = row->text(7);
    hit.snippet = words.snippet(row->text(8));
    return hit;
}

core::Result<std::optional<store::HistoryPlace>> placeOf(store::Connection &connection,
                                                         std::optional<qint64> rowId)
{
    if (!rowId)
        return std::nullopt;
    core::Result<store::Statement> row =
        connection.execute("SELECT id FROM conversations WHERE key = ?", {conversationOf(*rowId)});
    if (!row)
        return std::unexpected(row.error());
    if (!row->next())
        return std::nullopt;
    return store::HistoryPlace{row->text(0), seqOf(*rowId)};
}

core::Result<store::HistoryPage> pageOf(store::Connection &connection,
                                        const store::HistorySearch &wanted)
{
    const store::SearchWords words(wanted.text);
    if (words.isEmpty())
        return {};
    const core::Result<Matches> matches = matchesOf(connection, wanted, words);
    if (!matches)
        return std::unexpected(matches.error());
    store::HistoryPage page;
    for (const qint64 rowId : matches->rowIds) {
        core::Result<std::optional<store::HistoryHit>> hit = hitAt(connection, rowId, words);
        if (!hit)
            return std::unexpected(hit.error());
        if (*hit)
            page.hits.append(std::move(**hit));
    }
    const auto next = placeOf(connection, matches->end);
    if (!next)
        return std::unexpected(next.error());
    page.next = *next;
    return page;
}

// --- following the log ---------------------------------------------------------------------------

/// Texts of one conversation that are to be taken into the index.
struct Gathered
{
    qint64 conversation = 0; ///< 0: nothing is left
    QList<std::pair<qint64, QString>> texts = {}; ///< by the number of the event
    qint64 next = 0; ///< the first number that is not among them
    qsizetype characters = 0;
};

core::Result<Gathered> gather(store::Connection &connection)
{
    core::Result<store::Statement> pending = connection.execute(
        "SELECT conversation, from_seq FROM search_pending ORDER BY conversation DESC LIMIT 1");
    if (!pending)
        return std::unexpected(pending.error());
    if (!pending->next())
        return {};
    Gathered gathered{.conversation = pending->integer(0), .next = pending->integer(1)};
    static const QString sql = "SELECT seq, CASE WHEN kind IN ('"
                               + store::searchableKinds().join("', '")
                               + "') AND length(body) <= ? THEN body END FROM events "
                                 "WHERE conversation = ? AND seq >= ? ORDER BY seq LIMIT ?";
    core::Result<store::Statement> rows =
        connection.execute(sql, {longestBody, gathered.conversation, gathered.next, eventsPerStep});
    if (!rows)
        return std::unexpected(rows.error());
    while (gathered.texts.size() < textsPerStep && gathered.characters < charactersPerStep
           && rows->next()) {
        gathered.next = rows->integer(0) + 1;
        const QString text = rows->isNull(1) ? QString() : store::searchableText(rows->bytes(1));
        if (text.isEmpty())
            continue;
        gathered.texts.append({rows->integer(0), text});
        gathered.characters += text.size();
    }
    return gathered;
}

/// A conversation as it is when texts are taken into the index; it may be gone since they were
/// read.
struct Indexed
{
    QString owner;
    qint64 last = -1; ///< number of its last event
};

core::Result<std::optional<Indexed>> openConversation(store::Connection &connection, qint64 key)
{
    core::Result<store::Statement> row = connection.execute(
        "SELECT user_id, (SELECT max(seq) FROM events WHERE conversation = c.key) "
        "FROM conversations c WHERE key = ? AND closed = 0",
        {key});
    if (!row)
        return std::unexpected(row.error());
    if (!row->next())
        return std::nullopt;
    return Indexed{ownerWord(row->text(0)), row->isNull(1) ? -1 : row->integer(1)};
}

core::Result<> noLongerPending(store::Connection &connection, qint64 conversation)
{
    return done(
        connection.execute("DELETE FROM search_pending WHERE conversation = ?", {conversation}));
}

core::Result<> take(store::Connection &connection, const Gathered &gathered)
{
    const auto indexed = openConversation(connection, gathered.conversation);
    if (!indexed)
        return std::unexpected(indexed.error());
    if (!*indexed)
        return noLongerPending(connection, gathered.conversation);
    for (const auto &[seq, text] : gathered.texts) {
        const core::Result<> taken = done(
            connection.execute("INSERT OR REPLACE INTO event_texts (rowid, owner, text) "
                               "VALUES (?, ?, ?)",
                               {rowIdOf(gathered.conversation, seq), (*indexed)->owner, text}));
        if (!taken)
            return taken;
    }
    if (gathered.next > (*indexed)->last)
        return noLongerPending(connection, gathered.conversation);
    return done(connection.execute("UPDATE search_pending SET from_seq = ? WHERE conversation = ?",
                                   {gathered.next, gathered.conversation}));
}

core::Result<bool> hasTexts(store::Connection &connection, qint64 conversation)
{
    core::Result<store::Statement> row =
        connection.execute("SELECT 1 FROM event_texts WHERE rowid >= ? AND rowid < ? LIMIT 1",
                           {rowIdOf(conversation, 0), rowIdOf(conversation + 1, 0)});
    if (!row)
        return std::unexpected(row.error());
    return row->next();
}

core::Result<qint64> changes(store::Connection &connection)
{
    core::Result<store::Statement> row = connection.execute("SELECT total_changes()");
    if (!row)
        return std::unexpected(row.error());
    return row->next() ? row->integer(0) : 0;
}

/// A negative number of pages begins to merge everything, a positive one goes on with it.
core::Result<bool> merge(store::Connection &connection, int pages)
{
    const core::Result<qint64> before = changes(connection);
    if (!before)
        return std::unexpected(before.error());
    const core::Result<> merged = done(
        connection.execute("INSERT INTO event_texts (event_texts, rank) VALUES ('merge', ?)",
                           {pages}));
    if (!merged)
        return std::unexpected(merged.error());
    // As the manual says: one change or none is the command itself.
    return changes(connection).transform([&before](qint64 after) { return after - *before > 1; });
}

} // namespace

store::History::History(Database *database)
    : m_database(database)
{}

core::Task<store::HistoryPage> store::History::search(HistorySearch wanted)
{
    return m_database->readAside<HistoryPage>(
        [wanted](Connection &connection) { return pageOf(connection, wanted); });
}

core::Task<bool> store::History::indexSome()
{
    const core::Result<Gathered> gathered = co_await m_database->readAside<Gathered>(gather);
    if (!gathered)
        co_return std::unexpected(gathered.error());
    if (gathered->conversation == 0)
        co_return false;
    const Database::Job<void> job = [some = *gathered](Connection &connection) {
        return take(connection, some);
    };
    const qsizetype bytes = gathered->characters * qsizetype(sizeof(QChar));
    const core::Result<> taken = co_await m_database->write<void>(job, bytes);
    if (!taken)
        co_return std::unexpected(taken.error());
    co_return true;
}

core::Result<> store::History::note(Connection &connection, qint64 conversation, qint64 fromSeq)
{
    return done(connection.execute("INSERT INTO search_pending (conversation, from_seq) "
                                   "VALUES (?, ?) ON CONFLICT DO NOTHING",
                                   {conversation, fromSeq}));
}

core::Result<bool> store::History::forget(Connection &connection, qint64 conversation, int most)
{
    if (const core::Result<> noted = noLongerPending(connection, conversation); !noted)
        return std::unexpected(noted.error());
    const core::Result<> removed = done(
        connection.execute("DELETE FROM event_texts WHERE rowid IN (SELECT rowid FROM event_texts "
                           "WHERE rowid >= ? AND rowid < ? ORDER BY rowid LIMIT ?)",
                           {rowIdOf(conversation, 0), rowIdOf(conversation + 1, 0), most}));
    if (!removed)
        return std::unexpected(removed.error());
    const core::Result<bool> hasMore = hasTexts(connection, conversation);
    if (!hasMore)
        return hasMore;
    return done(connection.execute("INSERT INTO search_tidying (conversation) VALUES (?) "
                                   "ON CONFLICT DO NOTHING",
                                   {conversation}))
        .transform([&hasMore] { return !*hasMore; });
}

/// Deleting a row leaves its words in the parts of the index that were written before, until those
/// are merged with all others.
static core::Result<bool> tidyStep(store::Connection &connection)
{
    core::Result<store::Statement> rows = connection.execute(
        "SELECT count(*), total(is_begun) FROM search_tidying");
    if (!rows)
        return std::unexpected(rows.error());
    if (!rows->next() || rows->integer(0) == 0)
        return false;
    const bool isBegun = rows->integer(1) > 0;
    const core::Result<bool> isMerging = merge(connection,
                                               isBegun ? pagesPerTidying : -pagesPerTidying);
    if (!isMerging)
        return isMerging;
    const QString sql = isBegun ? "DELETE FROM search_tidying WHERE is_begun = 1"
                                : "UPDATE search_tidying SET is_begun = 1";
    if (isBegun && *isMerging)
        return true;
    return done(connection.execute(sql)).transform([] { return true; });
}

core::Task<bool> store::History::tidySome()
{
    return m_database->write<bool>(tidyStep);
}
