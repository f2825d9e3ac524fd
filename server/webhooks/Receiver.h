// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/Outbound.h"
#include "webhooks/Specification.h"

#include <QHash>
#include <QObject>

#include <deque>

namespace webhooks {

class Mailbox;

/// One webhook: its mailboxes, how many of them may speak at once, how much may wait, and whether
/// the other side answers.
class Receiver : public QObject
{
    Q_OBJECT

public:
    /// @p apiKey goes along as X-Session-API-Key unless it is empty. @p outbound outlives this.
    Receiver(Specification specification, QByteArray apiKey, net::Outbound *outbound);
    ~Receiver() override;

    /// Queues an event of the conversation, given as JSON text.
    void addEvent(const QString &conversationId, const QByteArray &text);
    /// Queues what a conversation looks like now, given as JSON text.
    void addConversation(const QByteArray &text);
    /// The conversation has left memory: sends what waits without waiting for more.
    void flush(const QString &conversationId);

    /// Sends everything that waits, each thing once, and gives up after @p limit.
    core::Task<> stop(std::chrono::milliseconds limit);

    // For mailboxes:
    const Specification &specification() const { return m_specification; }
    /// One attempt, in its turn. Unavailable when the answer is not a success.
    core::Task<> post(QString path, QByteArray body);
    /// Requested when only one more attempt is left for everything.
    std::stop_token ending() const { return m_ending.get_token(); }
    /// A number for what comes to wait, larger than every other.
    quint64 nextNumber() { return ++m_lastNumber; }
    /// Bytes that came to wait, or no longer do.
    void account(qint64 bytes);
    void noteDropped(qsizetype items);
    void mailboxRests(Mailbox *mailbox);

private:
    std::shared_ptr<Mailbox> events(const QString &conversationId);
    core::Task<> takeTurn();
    void giveTurn();
    void noteOutcome(const core::Result<> &outcome);
    void declareDown(const QString &reason);
    QList<std::shared_ptr<Mailbox>> mailboxes() const;
    void forgetWhenEmpty(Mailbox *mailbox);
    void resolveWhenQuiet();

    const Specification m_specification;
    QHttpHeaders m_headers;
    net::Outbound *m_outbound;
    std::shared_ptr<Mailbox> m_conversations;
    QHash<QString, std::shared_ptr<Mailbox>>
        m_events; ///< by conversation; only where something waits
    qint64 m_bytes = 0;
    quint64 m_lastNumber = 0;
    int m_freeTurns;
    std::deque<core::Deferred<bool>> m_waitingForTurn;
    std::stop_source m_ending;
    std::stop_source m_cancel;
    core::Deferred<bool> m_quiet;

    bool m_isDown = false; ///< one line in the log says so
    qsizetype m_dropped = 0; ///< since it went down
};

} // namespace webhooks
