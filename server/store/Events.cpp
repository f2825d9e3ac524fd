// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Events.h"

#include "store/Database.h"
#include "store/EventText.h"
#include "store/History.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using core::Error;

namespace {

const QString eventColumns = "seq, id, kind, source, timestamp, body";

/// How many messages one job of the database thread reads when it looks into their text.
constexpr int textStep = 200;

store::EventRow eventRow(const store::Statement &statement)
{
    return {.seq = statement.integer(0),
            .id = statement.text(1),
            .kind = statement.text(2),
            .source = statement.text(3),
            .timestamp = statement.text(4),
            .body = statement.bytes(5)};
}

core::Result<QList<store::EventRow>> rowsOf(core::Result<store::Statement> statement)
{
    if (!statement)
        return std::unexpected(statement.error());
    QList<store::EventRow> rows;
    while (statement->next())
        rows.append(eventRow(*statement));
    return rows;
}

/// The integer in the first column of the first row, if there is one.
core::Result<std::optional<qint64>> integerOf(core::Result<store::Statement> statement)
{
    if (!statement)
        return std::unexpected(statement.error());
    if (!statement->next() || statement->isNull(0))
        return std::nullopt;
    return statement->integer(0);
}

/// Where in a log to look: numbers from first on and before end.
struct Window
{
    qint64 conversation = 0;
    qint64 first = 0;
    qint64 end = std::numeric_limits<qint64>::max();

    bool isEmpty() const { return first >= end; }
};

core::Result<qint64> firstAtOrAfter(store::Connection &connection, qint64 conversation,
                                    const QString &timestamp)
{
    return integerOf(connection.execute(
                         "SELECT seq FROM events WHERE conversation = ? AND timestamp >= ? "
                         "ORDER BY timestamp LIMIT 1",
                         {conversation, timestamp}))
        .transform([](std::optional<qint64> seq) {
        return seq.value_or(std::numeric_limits<qint64>::max());
    });
}

/// Timestamps grow with the numbers, so a range of time is a range of numbers. Nothing without such
/// a conversation.
core::Result<std::optional<Window>> windowOf(store::Connection &connection,
                                             const store::EventFilter &filter)
{
    const core::Result<qint64> key = store::Conversations::keyOf(connection, filter.conversationId);
    if (!key && key.error().kind == Error::Kind::NotFound)
        return std::nullopt;
    if (!key)
        return std::unexpected(key.error());
    Window window{.conversation = *key};
    if (filter.timestampFrom) {
        const core::Result<qint64> first = firstAtOrAfter(connection, *key, *filter.timestampFrom);
        if (!first)
            return std::unexpected(first.error());
        window.first = *first;
    }
    if (filter.timestampBefore) {
        const core::Result<qint64> end = firstAtOrAfter(connection, *key, *filter.timestampBefore);
        if (!end)
            return std::unexpected(end.error());
        window.end = *end;
    }
    return window;
}

/// The conditions of a filter as SQL with its values; only messages when their text matters.
std::pair<QString, QVariantList> conditions(const Window &window, const store::EventFilter &filter)
{
    QString sql = " FROM events WHERE conversation = ? AND seq >= ? AND seq < ?";
    QVariantList values{window.conversation, window.first, window.end};
    if (filter.kind) {
        sql += " AND kind = ?";
        values << *filter.kind;
    }
    if (filter.bodyContains)
        sql += " AND kind = 'MessageEvent'";
    if (filter.source) {
        sql += " AND source = ?";
        values << *filter.source;
    }
    return {sql, values};
}

core::Result<QList<store::EventRow>> select(store::Connection &connection, const Window &window,
                                            const store::EventFilter &filter,
                                            store::EventOrder order, int limit)
{
    auto [sql, values] = conditions(window, filter);
    sql += QString(" ORDER BY seq %1 LIMIT ?")
               .arg(order == store::EventOrder::Descending ? "DESC" : "ASC");
    values << limit;
    return rowsOf(connection.execute("SELECT " + eventColumns + sql, values));
}

core::Result<std::optional<qint64>> seqIn(store::Connection &connection,
                                          const QString &conversationId, const QString &eventId)
{
    return integerOf(connection.execute(
        "SELECT e.seq FROM conversations c JOIN events e ON e.conversation = c.key "
        "WHERE c.id = ? AND e.id = ?",
        {conversationId, eventId}));
}

/// Where a page starts: the window of the filter, cut at the cursor.
core::Result<std::optional<Window>> startOf(store::Connection &connection,
                                            const store::EventSearch &wanted)
{
    core::Result<std::optional<Window>> window = windowOf(connection, wanted.filter);
    if (!window || !*window)
        return window;
    std::optional<qint64> from = wanted.fromSeq;
    if (wanted.cursor) {
        const core::Result<std::optional<qint64>> seq =
            seqIn(connection, wanted.filter.conversationId, *wanted.cursor);
        if (!seq)
            return std::unexpected(seq.error());
        from = *seq;
    }
    if (from && wanted.order == store::EventOrder::Ascending)
        (*window)->first = qMax((*window)->first, *from);
    if (from && wanted.order == store::EventOrder::Descending)
        (*window)->end = qMin((*window)->end, *from + 1);
    return window;
}

/// The rest of a window behind @p row.
Window behind(Window window, const store::EventRow &row, store::EventOrder order)
{
    if (order == store::EventOrder::Ascending)
        window.first = row.seq + 1;
    else
        window.end = row.seq;
    return window;
}

/// What one step of a search found, with the window that is left: empty at the end of the log.
struct Step
{
    QList<store::EventRow> matches;
    Window rest;
};

core::Result<Step> searchStep(store::Connection &connection, Window window,
                              const store::EventFilter &filter, store::EventOrder order,
                              qsizetype wanted)
{
    const int limit = filter.bodyContains ? textStep
                                          : static_cast<int>(qMin<qsizetype>(wanted, textStep));
    core::Result<QList<store::EventRow>> rows = select(connection, window, filter, order, limit);
    if (!rows)
        return std::unexpected(rows.error());
    Step step;
    for (const store::EventRow &row : std::as_const(*rows)) {
        window = behind(window, row, order);
        if (!filter.bodyContains || store::messageContains(row.body, *filter.bodyContains))
            step.matches.append(row);
        if (step.matches.size() == wanted)
            break;
    }
    if (rows->size() < limit && step.matches.size() < wanted)
        window.end = window.first;
    step.rest = window;
    return step;
}

core::Task<Step> readStep(store::Database *database, Window window, store::EventFilter filter,
                          store::EventOrder order, qsizetype wanted)
{
    return database->read<Step>([=](store::Connection &connection) {
        return searchStep(connection, window, filter, order, wanted);
    });
}

core::Result<> insertNext(store::Connection &connection, qint64 key, const store::EventRow &row)
{
    return connection
        .execute("INSERT INTO events (conversation, " + eventColumns
                     + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                 {key, row.seq, row.id, row.kind, row.source, row.timestamp, row.body})
        .transform([](const store::Statement &) {});
}

core::Result<qint64> lastSeqOf(store::Connection &connection, qint64 key)
{
    return integerOf(
               connection.execute("SELECT max(seq) FROM events WHERE conversation = ?", {key}))
        .transform([](std::optional<qint64> seq) { return seq.value_or(-1); });
}

core::Result<qint64> countIn(store::Connection &connection, const Window &window,
                             const store::EventFilter &filter)
{
    // A log has no gaps, so its length needs no counting.
    if (!filter.kind && !filter.source)
        return lastSeqOf(connection, window.conversation).transform([&window](qint64 last) {
            return qMax<qint64>(0, qMin(window.end, last + 1) - window.first);
        });
    const auto [sql, values] = conditions(window, filter);
    return integerOf(connection.execute("SELECT count(*)" + sql, values))
        .transform([](std::optional<qint64> number) { return number.value_or(0); });
}

core::Result<> appendRows(store::Connection &connection, qint64 key,
                          const QList<store::EventRow> &rows)
{
    const core::Result<qint64> last = lastSeqOf(connection, key);
    if (!last)
        return std::unexpected(last.error());
    qint64 next = *last + 1;
    for (const store::EventRow &row : rows) {
        if (row.seq != next++)
            return core::fail(
                Error::Kind::Conflict,
                QString("The log of the conversation continues with event %1, not with %2.")
                    .arg(next - 1)
                    .arg(row.seq));
        if (const core::Result<> done = insertNext(connection, key, row); !done)
            return done;
    }
    return {};
}

/// Has the history follow, where there is something to be found.
core::Result<> note(store::Connection &connection, qint64 key, const QList<store::EventRow> &rows)
{
    const auto first = std::ranges::find_if(rows, [](const store::EventRow &row) {
        return store::searchableKinds().contains(row.kind);
    });
    return first == rows.end() ? core::Result<>()
                               : store::History::note(connection, key, first->seq);
}

bool contains(const QJsonValue &text, const QString &part)
{
    return text.toString().contains(part, Qt::CaseInsensitive);
}

bool anyTextContains(const QJsonValue &content, const QString &part)
{
    if (content.isString())
        return contains(content, part);
    const QJsonArray items = content.toArray();
    return std::ranges::any_of(items, [&part](const QJsonValue &item) {
        return contains(item["text"], part);
    });
}

} // namespace

bool store::messageContains(const QByteArray &body, const QString &part)
{
    const QJsonObject event = QJsonDocument::fromJson(body).object();
    const QJsonValue message = event["llm_message"];
    return anyTextContains(message["content"], part)
           || anyTextContains(event["extended_content"], part)
           || contains(message["reasoning_content"], part);
}

store::Events::Events(Database *database)
    : m_database(database)
{}

core::Task<> store::Events::append(QString conversationId, QList<EventRow> rows,
                                   std::optional<ConversationUpdate> update)
{
    qsizetype bytes = update && update->body ? update->body->size() : 0;
    for (const EventRow &row : std::as_const(rows))
        bytes += row.body.size();
    const Database::Job<void> job = [=](Connection &connection) -> core::Result<> {
        const core::Result<qint64> key = Conversations::keyOf(connection, conversationId);
        if (!key)
            return std::unexpected(key.error());
        const core::Result<> appended = appendRows(connection, *key, rows).and_then([&] {
            return note(connection, *key, rows);
        });
        if (!appended || !update)
            return appended;
        return Conversations::apply(connection, *key, *update);
    };
    const std::function<void()> tell = m_appended;
    const core::Result<> appended = co_await m_database->write<void>(job, bytes);
    if (appended && tell)
        tell();
    co_return appended;
}

core::Task<store::EventPage> store::Events::page(EventSearch wanted)
{
    const Database::Job<std::optional<Window>> start = [wanted](Connection &connection) {
        return startOf(connection, wanted);
    };
    const core::Result<std::optional<Window>> window =
        co_await m_database->read<std::optional<Window>>(start);
    if (!window)
        co_return std::unexpected(window.error());
    EventPage page;
    // One row more than asked for is the start of the next page.
    for (Window rest = window->value_or(Window{.end = 0});
         !rest.isEmpty() && page.rows.size() <= wanted.limit;) {
        const core::Result<Step> step = co_await readStep(m_database, rest, wanted.filter,
                                                          wanted.order,
                                                          wanted.limit + 1 - page.rows.size());
        if (!step)
            co_return std::unexpected(step.error());
        page.rows += step->matches;
        rest = step->rest;
    }
    if (page.rows.size() > wanted.limit)
        page.next = page.rows.takeLast().id;
    co_return page;
}

core::Task<qint64> store::Events::count(EventFilter filter)
{
    const Database::Job<std::optional<Window>> start = [filter](Connection &connection) {
        return windowOf(connection, filter);
    };
    const core::Result<std::optional<Window>> window =
        co_await m_database->read<std::optional<Window>>(start);
    if (!window)
        co_return std::unexpected(window.error());
    Window rest = window->value_or(Window{.end = 0});
    if (!filter.bodyContains) {
        const Database::Job<qint64> job = [rest, filter](Connection &connection) {
            return countIn(connection, rest, filter);
        };
        co_return co_await m_database->read<qint64>(job);
    }
    qint64 matches = 0;
    while (!rest.isEmpty()) {
        const core::Result<Step> step = co_await readStep(m_database, rest, filter,
                                                          EventOrder::Ascending, textStep);
        if (!step)
            co_return std::unexpected(step.error());
        matches += step->matches.size();
        rest = step->rest;
    }
    co_return matches;
}

static core::Result<std::optional<store::EventRow>> findEvent(store::Connection &connection,
                                                              const QString &conversationId,
                                                              const QString &eventId)
{
    return rowsOf(connection.execute("SELECT e.seq, e.id, e.kind, e.source, e.timestamp, e.body "
                                     "FROM conversations c JOIN events e ON e.conversation = c.key "
                                     "WHERE c.id = ? AND e.id = ?",
                                     {conversationId, eventId}))
        .transform([](const QList<store::EventRow> &rows) {
        return rows.isEmpty() ? std::nullopt : std::optional(rows.first());
    });
}

core::Task<std::optional<store::EventRow>> store::Events::find(QString conversationId,
                                                               QString eventId)
{
    return m_database->read<std::optional<EventRow>>(
        [=](Connection &connection) { return findEvent(connection, conversationId, eventId); });
}

core::Task<QList<std::optional<store::EventRow>>> store::Events::findMany(QString conversationId,
                                                                          QStringList eventIds)
{
    using Rows = QList<std::optional<EventRow>>;
    return m_database->read<Rows>([=](Connection &connection) -> core::Result<Rows> {
        Rows rows;
        for (const QString &eventId : eventIds) {
            core::Result<std::optional<EventRow>> row = findEvent(connection, conversationId,
                                                                  eventId);
            if (!row)
                return std::unexpected(row.error());
            rows.append(std::move(*row));
        }
        return rows;
    });
}

core::Task<std::optional<qint64>> store::Events::seqOf(QString conversationId, QString eventId)
{
    return m_database->read<std::optional<qint64>>(
        [=](Connection &connection) { return seqIn(connection, conversationId, eventId); });
}

core::Task<QList<store::EventRow>> store::Events::range(QString conversationId, qint64 fromSeq,
                                                        int limit)
{
    return m_database->read<QList<EventRow>>([=](Connection &connection) {
        return rowsOf(
            connection.execute("SELECT e.seq, e.id, e.kind, e.source, e.timestamp, e.body "
                               "FROM conversations c JOIN events e ON e.conversation = c.key "
                               "WHERE c.id = ? AND e.seq >= ? ORDER BY e.seq LIMIT ?",
                               {conversationId, fromSeq, limit}));
    });
}

core::Task<qint64> store::Events::lastSeq(QString conversationId)
{
    return m_database->read<qint64>([=](Connection &connection) -> core::Result<qint64> {
        const core::Result<qint64> key = Conversations::keyOf(connection, conversationId);
        if (!key && key.error().kind == Error::Kind::NotFound)
            return -1;
        if (!key)
            return std::unexpected(key.error());
        return lastSeqOf(connection, *key);
    });
}
