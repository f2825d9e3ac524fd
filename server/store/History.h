// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/Conversations.h"
#include "store/SearchWords.h"

namespace store {

/// A place in all history; events before it are older, or of conversations that began earlier.
struct HistoryPlace
{
    QString conversationId = {};
    qint64 seq = 0;
};

struct HistorySearch
{
    QString userId = {};
    Whose whose = Whose::OneUser;
    QString text = {}; ///< see SearchWords
    std::optional<QString> conversationId = {};
    std::optional<int> perConversation = {}; ///< the most of one; all without it
    std::optional<HistoryPlace> before = {}; ///< an unknown conversation restarts
    int limit = 50;
};

/// An event that has all words.
struct HistoryHit
{
    QString conversationId = {};
    std::optional<QString> title = {}; ///< of the conversation, like the user
    QString userId = {};
    qint64 seq = 0;
    QString eventId = {};
    QString kind = {};
    QString source = {};
    QString timestamp = {};
    QList<TextPart> snippet = {};
};

struct HistoryPage
{
    QList<HistoryHit> hits = {}; ///< newest conversations first, in each the newest events
    std::optional<HistoryPlace> next = {}; ///< where the next page begins
};

/// The words of all events of open conversations. It follows the log by steps that others take: see
/// indexSome().
class History
{
public:
    explicit History(Database *database);

    core::Task<HistoryPage> search(HistorySearch wanted);
    /// Takes some events into the index, few enough that a write has to wait some milliseconds at
    /// most. False when nothing is left to take.
    core::Task<bool> indexSome();
    /// Rewrites some of the index without the words of what was deleted; false when none are left.
    core::Task<bool> tidySome();

    /// For other tables inside their own jobs: events from @p fromSeq on are in the log now.
    static core::Result<> note(Connection &connection, qint64 conversation, qint64 fromSeq);
    /// For other tables inside their own jobs: takes at most @p most events of a conversation out
    /// of the index; true when none are left in it.
    static core::Result<bool> forget(Connection &connection, qint64 conversation, int most);

private:
    Database *m_database;
};

} // namespace store
