// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/Conversations.h"

namespace store {

/// One event of a conversation's log as it is stored.
struct EventRow
{
    qint64 seq = 0; ///< index in the log, from 0 and without gaps
    QString id = {};     ///< unique in its conversation
    QString kind = {};   ///< bare class name, such as "MessageEvent"
    QString source = {};
    QString timestamp = {}; ///< as the event bears it; it grows with seq
    QByteArray body = {};   ///< the event's JSON text, sent out unchanged
};

/// Conditions that an event must meet; what is empty asks for nothing.
struct EventFilter
{
    QString conversationId = {};
    std::optional<QString> kind = {};
    std::optional<QString> source = {};
    std::optional<QString> timestampFrom = {};   ///< at or after
    std::optional<QString> timestampBefore = {}; ///< strictly before
    /// Part of the text of a message in any case of letters; other kinds never match.
    std::optional<QString> bodyContains = {};
};

enum class EventOrder { Ascending, Descending };

struct EventSearch
{
    EventFilter filter = {};
    EventOrder order = EventOrder::Ascending;
    std::optional<QString> cursor = {}; ///< id of the first event wanted; an unknown one restarts
    std::optional<qint64> fromSeq = {}; ///< the same by number, used when there is no cursor
    int limit = 100;
};

struct EventPage
{
    QList<EventRow> rows = {};
    std::optional<QString> next = {}; ///< id of the first event of the next page
};

/// The table of events: one gap-free log per conversation.
class Events
{
public:
    explicit Events(Database *database);

    /// @p tell is called after each append that is on disk.
    void setAppended(std::function<void()> tell) { m_appended = std::move(tell); }

    /// Appends to the log and changes the conversation in one transaction. Conflict when the first
    /// row is not the next of the log, when the rows have a gap, or when an id is taken; NotFound
    /// when there is no such conversation.
    core::Task<> append(QString conversationId, QList<EventRow> rows,
                        std::optional<ConversationUpdate> update = {});

    /// Adds the conversation @p row with a copy of the log of @p sourceId, in one transaction: its
    /// first @p length events, or with @p leafId that event and its line of parents, numbered anew.
    /// Conflict when the id of @p row is taken; NotFound when there is no such source.
    core::Task<> fork(QString sourceId, ConversationRow row, qint64 length,
                      std::optional<QString> leafId = {});

    core::Task<EventPage> page(EventSearch wanted);
    core::Task<qint64> count(EventFilter filter);
    core::Task<std::optional<EventRow>> find(QString conversationId, QString eventId);
    /// One answer per id, in their order.
    core::Task<QList<std::optional<EventRow>>> findMany(QString conversationId,
                                                        QStringList eventIds);
    core::Task<std::optional<qint64>> seqOf(QString conversationId, QString eventId);
    /// At most @p limit events from @p fromSeq on, for reading a log in pieces.
    core::Task<QList<EventRow>> range(QString conversationId, qint64 fromSeq, int limit);
    /// The numbers of event @p leafId and of its line of parents, in the order of the log; none
    /// when there is no such event.
    core::Task<QList<qint64>> lineOf(QString conversationId, QString leafId);
    /// The newest event from @p fromSeq on that can have children: all but updates of the state.
    core::Task<std::optional<QString>> newestLeaf(QString conversationId, qint64 fromSeq);
    /// The number of the last event, -1 for an empty or unknown log.
    core::Task<qint64> lastSeq(QString conversationId);

private:
    Database *m_database;
    std::function<void()> m_appended;
};

/// Whether the text of a MessageEvent (content, extended content, reasoning) holds @p part, in any
/// case of letters. @p body is the event's JSON text.
bool messageContains(const QByteArray &body, const QString &part);

} // namespace store
