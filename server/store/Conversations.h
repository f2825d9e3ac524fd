// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Connection;
class Database;

/// A conversation as it is stored.
struct ConversationRow
{
    QString id = {}; ///< a dashed UUID
    QString userId = {};
    qint64 createdAt = 0; ///< microseconds since 1970 in UTC, like every time of the store
    qint64 updatedAt = 0;
    QString status = {};
    std::optional<QString> title = {};
    std::optional<QString> parentId = {};
    QByteArray body = {}; ///< JSON text of everything else
    std::optional<qint64> closedAt = {}; ///< when its client deleted it
    std::optional<QString> worktree = {}; ///< folder of its git worktree
    QByteArray summary = {}; ///< JSON text of what a list shows of it
};

/// What changes in a conversation together with an append to its log; what is empty stays.
struct ConversationUpdate
{
    qint64 updatedAt = 0;
    std::optional<QString> status = {};
    std::optional<QString> title = {};
    std::optional<QByteArray> body = {};
    std::optional<QByteArray> summary = {};
};

enum class ConversationOrder {
    CreatedAscending,
    CreatedDescending,
    UpdatedAscending,
    UpdatedDescending
};

/// Open conversations, or those that their clients deleted.
enum class Shelf { Open, Closed };

/// Conversations of one user, or of all.
enum class Whose { OneUser, Everybody };

struct ConversationSearch
{
    QString userId = {};
    Whose whose = Whose::OneUser;
    std::optional<QString> status = {};
    ConversationOrder order = ConversationOrder::CreatedDescending;
    std::optional<QString> cursor = {}; ///< id of the first row wanted; an unknown one restarts
    int limit = 100;
    Shelf shelf = Shelf::Open;
    std::optional<QString> workspace = {};
    std::optional<QString> text = {}; ///< part of the title or of what was said last
    std::optional<std::pair<QString, QString>> tag = {};
};

struct ConversationPage
{
    QList<ConversationRow> rows = {};
    std::optional<QString> next = {}; ///< id of the first row of the next page
};

/// The table of conversations.
class Conversations
{
public:
    explicit Conversations(Database *database);

    /// Conflict when the id is taken, also by a closed conversation.
    core::Task<> insert(ConversationRow row);
    /// The open (or closed) conversation, or nothing.
    core::Task<std::optional<ConversationRow>> find(QString id, Shelf shelf = Shelf::Open);
    /// One answer per id, in their order.
    core::Task<QList<std::optional<ConversationRow>>> findMany(QStringList ids);
    /// Writes everything but id, user, time of creation and closing; NotFound when there is none.
    core::Task<> update(ConversationRow row);
    core::Task<> setUpdatedAt(QString id, qint64 updatedAt);
    core::Task<ConversationPage> search(ConversationSearch wanted);
    /// The same without bodies.
    core::Task<ConversationPage> summaries(ConversationSearch wanted);
    core::Task<qint64> count(QString userId, std::optional<QString> status = {});
    /// Moves it to the closed shelf; false when it was not open.
    core::Task<bool> close(QString id, qint64 closedAt);
    /// Moves it to the closed shelf, or on it, as one that was closed longest ago; false when
    /// there was none.
    core::Task<bool> expire(QString id);
    /// Deletes at most @p events events of a closed conversation, the newest first, and the
    /// conversation itself once none is left. True when there is none (any more).
    core::Task<bool> erase(QString id, int events);
    /// Closed conversations of every user that were closed before @p time, the oldest first.
    core::Task<QStringList> closedBefore(qint64 time, int limit);
    /// The open conversations that name one of @p parents as their parent, by that parent, in the
    /// order of their creation.
    core::Task<QMap<QString, QStringList>> childrenOf(QStringList parents);
    /// Whether an open conversation works in @p worktree.
    core::Task<bool> isInUse(QString worktree);
    /// The open conversations of every user in @p status.
    core::Task<QStringList> idsWithStatus(QString status);

    /// For other tables inside their own jobs; Conflict when the id is taken.
    static core::Result<> insert(Connection &connection, const ConversationRow &row);
    /// For other tables inside their own jobs: the integer key of a conversation, NotFound without.
    static core::Result<qint64> keyOf(Connection &connection, const QString &id);
    /// For other tables inside their own jobs.
    static core::Result<> apply(Connection &connection, qint64 key,
                                const ConversationUpdate &update);

private:
    Database *m_database;
};

} // namespace store
