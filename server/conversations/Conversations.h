// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversation.h"
#include "conversations/Retention.h"
#include "conversations/Summary.h"
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
    /// Makes the conversation that @p state tells of, whose directory is still as somebody asked
    /// for it; Conflict when its id is taken.
    core::Task<std::shared_ptr<Conversation>> create(State state);
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
    struct Summaries
    {
        QList<Summary> items;
        std::optional<QString> next; ///< id of the first of the next page
    };

    /// What lists show, without reading whole states.
    core::Task<Summaries> summaries(store::ConversationSearch wanted);
    core::Task<qint64> count(QString userId, std::optional<QString> status);
    /// What becomes of what is removed.
    enum class Removal { Close, Erase };
    /// Ends its run, frees its terminals and hides it, or erases it for good, whether it is hidden
    /// already or not; NotFound.
    core::Task<> remove(QString userId, QString id, Removal removal = Removal::Close);

    /// Interrupts what runs of a user who may run nothing any more, and says why in the logs.
    void haltRuns(const QString &userId, const QString &code, const QString &reason);

    /// Marks what ran when the last process ended as failed; before anything else.
    core::Task<> recover();
    /// What waited for its turn then waits again, in the same order; when everything is ready.
    core::Task<> resumeWaiting();
    /// Ends every run and writes everything.
    core::Task<> stop();

    const Services &services() const { return m_services; }
    Retention &retention() { return m_retention; }
    Admission &admission() { return *m_services.admission; }
    /// How many are in memory.
    qsizetype liveCount() const { return m_live.size(); }
    QList<std::shared_ptr<Conversation>> inMemory() const { return m_live.values(); }
    /// Lets conversations out of memory that nobody has used for long, or that are too many.
    void evictIdle();

signals:
    /// A conversation came into memory.
    void loaded(const std::shared_ptr<conversations::Conversation> &conversation);
    void created(const conversations::State &state);
    /// Somebody deletes it; it still is what it was.
    void removing(const conversations::State &state);

private:
    using Opened = core::Deferred<core::Result<std::shared_ptr<Conversation>>>;

    core::Task<Started> findOrCreate(State state);
    core::Task<> checkParent(State state);
    core::Task<State> placed(State state);
    core::Task<> insert(State state);
    core::Task<std::shared_ptr<Conversation>> load(QString id);
    std::shared_ptr<Conversation> live(const QString &id) const;
    core::Task<std::shared_ptr<Conversation>> loadNow(QString id);
    State current(State stored) const;
    core::Task<QList<State>> withChildren(QList<State> states);
    core::Task<> awaitPauses();
    core::Task<> close(std::shared_ptr<Conversation> conversation);
    void touch(const QString &id);
    bool isInUse(const QString &id) const;
    void evict(const QString &id);
    core::Task<> leave(QString id, std::shared_ptr<Conversation> conversation);

    Services m_services;
    Retention m_retention;
    QHash<QString, std::shared_ptr<Conversation>> m_live;
    QHash<QString, std::chrono::nanoseconds> m_lastUse; ///< on the monotonic clock
    QHash<QString, Opened> m_opening;
    QHash<QString, core::Deferred<bool>> m_leaving; ///< out of memory, not yet all on disk
    agent::Locks m_starting; ///< one start at a time for each id
    QTimer m_evictionTimer;
};

} // namespace conversations
