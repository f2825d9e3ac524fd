// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "webhooks/Mailbox.h"

#include "webhooks/Receiver.h"

using namespace std::chrono;
using webhooks::Mailbox;

static milliseconds inMilliseconds(double secondsGiven)
{
    return duration_cast<milliseconds>(duration<double>(secondsGiven));
}

Mailbox::Mailbox(Receiver *receiver, QString path, Manner manner)
    : m_receiver(receiver)
    , m_path(std::move(path))
    , m_manner(manner)
{
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(inMilliseconds(receiver->specification().flushDelay));
    connect(&m_flushTimer, &QTimer::timeout, this, &Mailbox::flush);
}

// --- the queue -----------------------------------------------------------------------------------

void Mailbox::add(const QByteArray &text)
{
    m_queue.push_back({text, m_receiver->nextNumber()});
    m_bytes += text.size();
    m_receiver->account(text.size());
    keepWithinLimit();
    if (m_queue.empty())
        return;
    if (m_manner == Manner::Single || isFull())
        flush();
    else if (!m_flushTimer.isActive())
        m_flushTimer.start();
}

bool Mailbox::isFull() const
{
    const Specification &limits = m_receiver->specification();
    return waiting() >= limits.eventBufferSize || m_bytes >= limits.maxBatchBytes;
}

void Mailbox::keepWithinLimit()
{
    qsizetype dropped = 0;
    for (; waiting() > m_receiver->specification().maxQueueSize; ++dropped)
        dropOldest();
    if (dropped > 0)
        m_receiver->noteDropped(dropped);
}

qint64 Mailbox::dropOldest()
{
    if (m_queue.empty())
        return 0;
    const qint64 size = m_queue.front().text.size();
    m_queue.pop_front();
    m_bytes -= size;
    m_receiver->account(-size);
    return size;
}

quint64 Mailbox::oldestNumber() const
{
    return m_queue.empty() ? std::numeric_limits<quint64>::max() : m_queue.front().number;
}

QList<Mailbox::Item> Mailbox::takeBatch()
{
    const Specification &limits = m_receiver->specification();
    const qsizetype most = m_manner == Manner::Single ? 1 : limits.eventBufferSize;
    QList<Item> batch;
    qint64 size = 2; // the brackets of an array
    while (!m_queue.empty() && batch.size() < most) {
        const qint64 next = size + m_queue.front().text.size() + (batch.isEmpty() ? 0 : 1);
        if (!batch.isEmpty() && next > limits.maxBatchBytes)
            break;
        size = next;
        m_bytes -= m_queue.front().text.size();
        batch.append(std::move(m_queue.front()));
        m_queue.pop_front();
    }
    return batch;
}

void Mailbox::putBack(QList<Item> batch)
{
    while (!batch.isEmpty()) {
        m_bytes += batch.constLast().text.size();
        m_queue.push_front(batch.takeLast());
    }
    keepWithinLimit();
}

QByteArray Mailbox::encoded(const QList<Item> &batch) const
{
    if (m_manner == Manner::Single)
        return batch.constFirst().text;
    QByteArrayList texts;
    for (const Item &item : batch)
        texts.append(item.text);
    return '[' + texts.join(',') + ']';
}

// --- sending -------------------------------------------------------------------------------------

void Mailbox::flush()
{
    if (!m_isSending && !m_queue.empty())
        core::spawn(deliver(), "sending to a webhook");
}

qint64 Mailbox::sizeOf(const QList<Item> &batch)
{
    qint64 bytes = 0;
    for (const Item &item : batch)
        bytes += item.text.size();
    return bytes;
}

core::Task<> Mailbox::deliver()
{
    const auto self = shared_from_this();
    m_isSending = true;
    m_flushTimer.stop();
    // What waits now goes; what comes meanwhile goes along only when it is enough for a request.
    qsizetype quota = waiting();
    bool goesOn = true;
    while (goesOn) {
        QList<Item> batch = takeBatch();
        const qint64 size = sizeOf(batch);
        quota -= batch.size();
        QByteArray body = encoded(batch);
        const core::Result<> delivered = co_await attempt(std::move(body));
        const bool isEnding = m_receiver->ending().stop_requested();
        const bool stays = !delivered && (m_manner == Manner::Batches || isEnding);
        if (stays) {
            putBack(std::move(batch));
        } else {
            m_receiver->account(-size);
            if (!delivered)
                m_receiver->noteDropped(batch.size());
        }
        const bool wantsMore = quota > 0 || isFull() || m_manner == Manner::Single || isEnding;
        goesOn = !stays && wantsMore && !m_queue.empty();
    }
    m_isSending = false;
    if (!m_queue.empty())
        m_flushTimer.start();
    m_receiver->mailboxRests(this);
    co_return {};
}

core::Task<> Mailbox::attempt(QByteArray body)
{
    const Specification limits = m_receiver->specification();
    core::Result<> outcome;
    for (int number = 0; number <= limits.retries; ++number) {
        if (number > 0) {
            // At the end of the server the wait is over at once, and this attempt is the last.
            const std::stop_token ending = m_receiver->ending();
            const core::Result<> waited = co_await core::sleepFor(inMilliseconds(limits.retryDelay),
                                                                  ending);
            if (!waited && waited.error().kind != core::Error::Kind::Cancelled)
                co_return waited;
        }
        outcome = co_await m_receiver->post(m_path, body);
        if (outcome || m_receiver->ending().stop_requested())
            break;
    }
    co_return outcome;
}

#include "moc_Mailbox.cpp"
