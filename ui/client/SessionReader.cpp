// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/SessionReader.h"

using ui::SessionReader;

static constexpr qsizetype mostItems = 20'000;
static constexpr qsizetype mostItemBytes = 32 << 20;

SessionReader::SessionReader(Request request, LogPart part)
    : m_request(std::move(request))
    , m_part(part)
{
    if (!part.newest)
        m_lastSeq = part.afterSeq;
}

QNetworkRequest SessionReader::request() const
{
    QUrlQuery query;
    if (m_lastSeq)
        query.addQueryItem("after_seq", QString::number(*m_lastSeq));
    else
        query.addQueryItem("newest", QString::number(m_part.newest));
    return m_request(query);
}

void SessionReader::start()
{
    m_isWanted = true;
    if (!m_line) {
        m_line = std::make_unique<Line>([this] { return request(); });
        connect(m_line.get(), &Line::received, this, &SessionReader::receive);
        connect(m_line.get(), &Line::stateChanged, this,
                [this] { emit stateChanged(m_line->state(), m_line->since(), m_line->reason()); });
    }
    m_line->start();
}

void SessionReader::stop()
{
    m_isWanted = false;
    if (m_line)
        m_line->stop();
}

void SessionReader::tryNow()
{
    if (m_line)
        m_line->tryNow();
}

void SessionReader::send(const QJsonObject &frame)
{
    if (m_line)
        m_line->send(frame);
}

void SessionReader::receive(const QByteArray &text)
{
    const QJsonObject frame = QJsonDocument::fromJson(text).object();
    const QString type = frame.value("type").toString();
    if (type == "durable")
        takeEvent(frame.value("seq").toInteger(), frame.value("event").toObject());
    else if (type == "delta")
        put(WrittenPiece{frame.value("item_id").toString(), frame.value("attempt").toInt(1),
                         frame.value("kind").toString(), frame.value("order").toInt(),
                         frame.value("content").toString()},
            text.size());
    else if (type == "sync")
        takeSync(frame);
    else if (type == "transient")
        put(Shown{frame.value("event").toObject()}, text.size());
    else if (type == "item_aborted")
        put(Aborted{frame.value("item_id").toString(), frame.value("reason").toString()});
    else if (type == "error")
        put(Failure{frame.value("detail").toString()});
}

void SessionReader::takeSync(const QJsonObject &frame)
{
    const qint64 through = frame.value("through_seq").toInteger(-1);
    // A server that does not know of the newest ones leaves a gap here, after which it is asked
    // again.
    if (!m_lastSeq)
        m_lastSeq = qMax<qint64>(0, through + 1 - m_part.newest) - 1;
    put(Begin{*m_lastSeq + 1, through});
}

void SessionReader::takeEvent(qint64 seq, const QJsonObject &event)
{
    const qint64 lastSeq = m_lastSeq.value_or(-1);
    if (seq <= lastSeq || seq > m_part.lastSeq)
        return;
    if (seq != lastSeq + 1) {
        m_line->reopen();
        return;
    }
    m_lastSeq = seq;
    StoredEvent stored{seq, event, QJsonDocument(event).toJson(QJsonDocument::Compact)};
    const qsizetype bytes = 2 * stored.json.size();
    put(std::move(stored), bytes);
    if (seq == m_part.lastSeq) {
        put(End());
        stop();
    }
}

void SessionReader::put(Item item, qsizetype bytes)
{
    bool isFirst = false;
    bool isFull = false;
    {
        const QMutexLocker lock(&m_mutex);
        isFirst = m_items.empty();
        m_items.push_back(std::move(item));
        m_bytes += bytes;
        isFull = std::ssize(m_items) > mostItems || m_bytes > mostItemBytes;
        m_isFull = m_isFull || isFull;
    }
    if (isFirst)
        emit filled();
    // The cursor brings the rest when there is room.
    if (isFull)
        m_line->stop();
}

void SessionReader::goOn()
{
    if (m_isWanted && m_line)
        m_line->start();
}

std::deque<SessionReader::Item> SessionReader::take(int most)
{
    std::deque<Item> taken;
    const QMutexLocker lock(&m_mutex);
    const qsizetype count = qMin<qsizetype>(most, std::ssize(m_items));
    std::move(m_items.begin(), m_items.begin() + count, std::back_inserter(taken));
    m_items.erase(m_items.begin(), m_items.begin() + count);
    if (m_items.empty()) {
        m_bytes = 0;
        if (std::exchange(m_isFull, false))
            QMetaObject::invokeMethod(this, &SessionReader::goOn, Qt::QueuedConnection);
    }
    return taken;
}

bool SessionReader::isEmpty() const
{
    const QMutexLocker lock(&m_mutex);
    return m_items.empty();
}

#include "moc_SessionReader.cpp"
