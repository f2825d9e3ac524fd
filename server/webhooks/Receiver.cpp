// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "webhooks/Receiver.h"

#include "core/Id.h"
#include "core/Logging.h"
#include "webhooks/Mailbox.h"

#include <QTimer>

using namespace std::chrono;
using core::Error;
using webhooks::Mailbox;
using webhooks::Receiver;

namespace {

constexpr int turnsAtOnce = 8;
constexpr seconds answerLimit{30};
constexpr qint64 longestAnswer = 1024 * 1024;

} // namespace

Receiver::Receiver(Specification specification, QByteArray apiKey, net::Outbound *outbound)
    : m_specification(std::move(specification))
    , m_headers(headers(m_specification))
    , m_outbound(outbound)
    , m_conversations(std::make_shared<Mailbox>(this, "conversations", Mailbox::Manner::Single))
    , m_freeTurns(turnsAtOnce)
{
    if (!apiKey.isEmpty())
        m_headers.replaceOrAppend("X-Session-API-Key", apiKey);
}

Receiver::~Receiver() = default;

// --- what waits ----------------------------------------------------------------------------------

std::shared_ptr<Mailbox> Receiver::events(const QString &conversationId)
{
    const QString path = "events/" + core::hexUuid(conversationId);
    std::shared_ptr<Mailbox> &mailbox = m_events[conversationId];
    if (!mailbox)
        mailbox = std::make_shared<Mailbox>(this, path, Mailbox::Manner::Batches);
    return mailbox;
}

void Receiver::addEvent(const QString &conversationId, const QByteArray &text)
{
    events(conversationId)->add(text);
}

void Receiver::addConversation(const QByteArray &text)
{
    m_conversations->add(text);
}

void Receiver::flush(const QString &conversationId)
{
    if (const std::shared_ptr<Mailbox> mailbox = m_events.value(conversationId))
        mailbox->flush();
}

QList<std::shared_ptr<Mailbox>> Receiver::mailboxes() const
{
    return m_events.values() + QList{m_conversations};
}

void Receiver::account(qint64 bytes)
{
    m_bytes += bytes;
    qsizetype dropped = 0;
    while (bytes > 0 && m_bytes > m_specification.maxQueueBytes) {
        const QList<std::shared_ptr<Mailbox>> all = mailboxes();
        const auto first = std::ranges::min_element(all, {}, &Mailbox::oldestNumber);
        if ((*first)->waiting() == 0)
            break;
        (*first)->dropOldest();
        ++dropped;
        forgetWhenEmpty(first->get());
    }
    if (dropped > 0)
        noteDropped(dropped);
}

void Receiver::forgetWhenEmpty(Mailbox *mailbox)
{
    if (mailbox->waiting() == 0 && !mailbox->isSending())
        m_events.removeIf([mailbox](const auto &entry) { return entry.value().get() == mailbox; });
}

void Receiver::mailboxRests(Mailbox *mailbox)
{
    forgetWhenEmpty(mailbox);
    if (m_ending.stop_requested())
        resolveWhenQuiet();
}

// --- sending -------------------------------------------------------------------------------------

core::Task<> Receiver::takeTurn()
{
    if (m_freeTurns > 0) {
        --m_freeTurns;
        co_return {};
    }
    const core::Deferred<bool> turn;
    m_waitingForTurn.push_back(turn);
    co_await turn;
    co_return {};
}

void Receiver::giveTurn()
{
    if (m_waitingForTurn.empty()) {
        ++m_freeTurns;
        return;
    }
    const core::Deferred<bool> next = m_waitingForTurn.front();
    m_waitingForTurn.pop_front();
    next.resolve(true);
}

core::Task<> Receiver::post(QString path, QByteArray body)
{
    co_await takeTurn();
    net::Request request;
    request.method = "POST";
    request.url = address(m_specification, path);
    request.headers = m_headers;
    request.body = std::move(body);
    request.timeout = answerLimit;
    request.maxBodyBytes = longestAnswer;
    request.purpose = "calling a webhook";
    const std::stop_token stop = m_cancel.get_token();
    const core::Result<net::Response> response = co_await m_outbound->send(std::move(request),
                                                                           stop);
    giveTurn();
    core::Result<> outcome;
    if (!response)
        outcome = std::unexpected(response.error());
    else if (!response->isSuccess())
        outcome = core::fail(Error::Kind::Unavailable, "It answered with the status "
                                                           + QString::number(response->status)
                                                           + '.');
    if (!stop.stop_requested())
        noteOutcome(outcome);
    co_return outcome;
}

// --- the other side ------------------------------------------------------------------------------

void Receiver::noteOutcome(const core::Result<> &outcome)
{
    if (!outcome) {
        declareDown(outcome.error().message);
    } else if (std::exchange(m_isDown, false)) {
        const qsizetype dropped = std::exchange(m_dropped, 0);
        qCInfo(lcWebhooks).noquote()
            << "A webhook takes what it gets again;" << dropped
            << "things were dropped meanwhile:" << shownName(m_specification);
    }
}

void Receiver::declareDown(const QString &reason)
{
    if (std::exchange(m_isDown, true))
        return;
    qCWarning(lcWebhooks).noquote()
        << "A webhook does not take what it gets:" << reason
        << "Events wait for it, and the oldest are dropped when too many wait. It is"
        << shownName(m_specification);
}

void Receiver::noteDropped(qsizetype items)
{
    m_dropped += items;
    declareDown("It is slower than what happens.");
}

// --- the end -------------------------------------------------------------------------------------

void Receiver::resolveWhenQuiet()
{
    const QList<std::shared_ptr<Mailbox>> all = mailboxes();
    if (std::ranges::none_of(all, &Mailbox::isSending))
        m_quiet.resolve(true);
}

core::Task<> Receiver::stop(milliseconds limit)
{
    m_ending.request_stop();
    for (const std::shared_ptr<Mailbox> &mailbox : mailboxes())
        mailbox->flush();
    QTimer deadline;
    deadline.setSingleShot(true);
    connect(&deadline, &QTimer::timeout, this, [this] { m_cancel.request_stop(); });
    deadline.start(limit);
    resolveWhenQuiet();
    const core::Deferred<bool> quiet = m_quiet;
    co_await quiet;
    qsizetype left = m_dropped;
    for (const std::shared_ptr<Mailbox> &mailbox : mailboxes())
        left += mailbox->waiting();
    if (left > 0) {
        qCWarning(lcWebhooks).noquote() << "A webhook never got" << left
                                        << "things that were for it:" << shownName(m_specification);
    }
    co_return {};
}

#include "moc_Receiver.cpp"
