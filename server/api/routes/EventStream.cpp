// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/EventStream.h"

#include <cstring>

using namespace api;

EventStream::EventStream(std::stop_token left)
    : EventStream(std::move(left), Options())
{}

EventStream::EventStream(std::stop_token left, Options options)
    : m_left(std::move(left))
    , m_options(options)
{
    std::ignore = open(ReadOnly | Unbuffered);
    connect(&m_heart, &QTimer::timeout, this, &EventStream::beat);
    m_heart.start(m_options.heartbeat);
    m_queue = "retry: 1000\n\n";
}

bool EventStream::isListening() const
{
    return isOpen() && !m_hasEnded && !m_left.stop_requested();
}

qint64 EventStream::bytesAvailable() const
{
    return m_queue.size() + QIODevice::bytesAvailable();
}

void EventStream::tell(const conversations::Projected &item)
{
    const QByteArray id = item.seq < 0 ? QByteArray()
                                       : "id: " + QByteArray::number(item.seq) + '\n';
    put(id + "data: " + item.text + "\n\n");
}

void EventStream::put(const QByteArray &bytes)
{
    if (!isListening())
        return;
    if (m_queue.size() + bytes.size() > m_options.queueLimit)
        return close();
    m_queue += bytes;
    emit readyRead();
}

// Nothing needs to be said while something still waits to be read.
void EventStream::beat()
{
    if (m_queue.isEmpty())
        put(":\n\n");
}

void EventStream::end(const QString &)
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_heart.stop();
    emit readChannelFinished();
}

qint64 EventStream::readData(char *data, qint64 size)
{
    const qint64 count = qMin(size, qint64(m_queue.size()));
    std::memcpy(data, m_queue.constData(), static_cast<size_t>(count));
    m_queue.remove(0, count);
    return count;
}

#include "moc_EventStream.cpp"
