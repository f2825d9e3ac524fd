// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversation.h"
#include "model/Requests.h"

#include <QHash>

namespace conversations {

/// Every conversation: in memory while somebody works with it, on disk always. A user sees their
/// own and nobody else's: a foreign id is answered like an unknown one.
class Conversations : public QObject
{
    Q_OBJECT

public:
    explicit Conversations(Services services);

    struct Started
    {
        std::shared_ptr<Conversation> conversation;
        bool isNew = false;
    };

    /// Creates, or attaches to the one with the id that was asked for. @p original is the request's
    /// JSON, whose other fields are kept.
    core::Task<Started> start(QString userId, model::StartConversation request,
                              QJsonObject original);
    /// The conversation in memory, read from disk when it is not; NotFound.
    core::Task<std::shared_ptr<Conversation>> find(QString userId, QString id);
    /// The conversation's state, without bringing it into memory; NotFound.
    core::Task<State> read(QString userId, QString id);

    struct Page
    {
        QList<State> states;
        std::optional<QString> next; ///< id of the first of the next page
    };

    core::Task<Page> search(store::ConversationSearch wanted);
    core::Task<qint64> count(QString userId, std::optional<QString> status);
    /// Ends its run, frees its terminals and hides it; NotFound.
    core::Task<> remove(QString userId, QString id);

    /// Marks what ran when the last process ended as failed; before anything else.
    core::Task<> recover();
    /// Ends every run and writes everything.
    core::Task<> stop();

    const Services &services() const { return m_services; }

private:
    using Opened = core::Deferred<core::Result<std::shared_ptr<Conversation>>>;

    core::Task<State> placed(State state);
    core::Task<> initialiseRepository(std::shared_ptr<workspace::Channel> channel,
                                      QString directory);
    core::Task<> insert(State state);
    core::Task<std::shared_ptr<Conversation>> load(QString id);
    std::shared_ptr<Conversation> live(const QString &id) const;
    State current(State stored) const;
    void evictIdle();

    Services m_services;
    QHash<QString, std::shared_ptr<Conversation>> m_live;
    QHash<QString, qint64> m_lastUse; ///< seconds on the monotonic clock
    QHash<QString, Opened> m_opening;
    QTimer m_evictionTimer;
};

} // namespace conversations
