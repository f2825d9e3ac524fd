// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

#include <QObject>
#include <QTimer>

#include <deque>

namespace webhooks {

class Receiver;

/// What waits for one address of a webhook, in order, one request at a time.
class Mailbox : public QObject, public std::enable_shared_from_this<Mailbox>
{
    Q_OBJECT

public:
    /// Batches are arrays, wait for company, and stay when they could not be delivered; single
    /// things go at once and are given up.
    enum class Manner { Batches, Single };

    /// @p receiver outlives this.
    Mailbox(Receiver *receiver, QString path, Manner manner);

    void add(const QByteArray &text);
    /// Sends what waits; nothing when it is being sent already.
    void flush();
    /// Takes the oldest away; how many bytes it had, 0 when nothing waits.
    qint64 dropOldest();

    /// When the oldest came, in the receiver's count; the largest number when nothing waits.
    quint64 oldestNumber() const;
    qsizetype waiting() const { return std::ssize(m_queue); }
    bool isSending() const { return m_isSending; }

private:
    struct Item
    {
        QByteArray text;
        quint64 number = 0; ///< of the receiver's count
    };

    bool isFull() const;
    void keepWithinLimit();
    QList<Item> takeBatch();
    void putBack(QList<Item> batch);
    QByteArray encoded(const QList<Item> &batch) const;
    static qint64 sizeOf(const QList<Item> &batch);
    core::Task<> deliver();
    core::Task<> attempt(QByteArray body);

    Receiver *m_receiver;
    const QString m_path;
    const Manner m_manner;
    std::deque<Item> m_queue;
    qint64 m_bytes = 0; ///< of the queue
    bool m_isSending = false;
    QTimer m_flushTimer; ///< from the first that waits
};

} // namespace webhooks
