// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/SessionStream.h"

using ui::SessionReader;
using ui::SessionStream;

static constexpr std::chrono::milliseconds frameTime{16};
/// A timeline takes them in two or three milliseconds.
static constexpr int mostInAFrame = 500;

SessionStream::SessionStream(Client *client, QString conversationId, LogPart part, QObject *parent)
    : QObject(parent)
    , m_id(std::move(conversationId))
    , m_reader(new SessionReader(
          [client, path = "/sockets/session/" + m_id](const QUrlQuery &query) {
              return client->socketRequest(path, query);
          }, part))
    , m_lastSeq(part.afterSeq)
{
    m_reader->moveToThread(client->reader());
    m_flush.setSingleShot(true);
    m_flush.setTimerType(Qt::PreciseTimer);
    connect(&m_flush, &QTimer::timeout, this, [this] { flush(mostInAFrame); });
    connect(m_reader, &SessionReader::filled, this, &SessionStream::schedule);
    connect(m_reader, &SessionReader::stateChanged, this,
            [this](State state, const QDateTime &since, const QString &reason) {
        m_state = state;
        m_since = since;
        m_reason = reason;
        emit stateChanged();
    });
}

SessionStream::~SessionStream()
{
    m_reader->disconnect(this);
    m_reader->deleteLater();
}

void SessionStream::start()
{
    QMetaObject::invokeMethod(m_reader, &SessionReader::start);
}

void SessionStream::stop()
{
    QMetaObject::invokeMethod(m_reader, &SessionReader::stop);
    flush(std::numeric_limits<int>::max());
}

void SessionStream::tryNow()
{
    QMetaObject::invokeMethod(m_reader, &SessionReader::tryNow);
}

void SessionStream::say(const QString &text)
{
    const QJsonObject content{{"type", "text"}, {"text", text}};
    const QJsonObject frame{{"role", "user"}, {"content", QJsonArray{content}}};
    QMetaObject::invokeMethod(m_reader, [reader = m_reader, frame] { reader->send(frame); });
}

/// At once, unless that was done just now.
void SessionStream::schedule()
{
    if (m_flush.isActive())
        return;
    const auto since = m_sinceFlush.isValid() ? m_sinceFlush.durationElapsed() : frameTime;
    m_flush.start(qMax(std::chrono::milliseconds(0),
                       frameTime - std::chrono::duration_cast<std::chrono::milliseconds>(since)));
}

void SessionStream::flush(int most)
{
    m_flush.stop();
    m_sinceFlush.start();
    for (const SessionReader::Item &item : m_reader->take(most))
        tell(item);
    tellTogether();
    if (!m_reader->isEmpty())
        schedule();
}

void SessionStream::tellTogether()
{
    if (!m_events.isEmpty())
        emit eventsStored(std::exchange(m_events, {}));
    if (const std::optional<Piece> piece = std::exchange(m_piece, std::nullopt))
        emit pieceWritten(*piece);
}

void SessionStream::tell(const SessionReader::Item &item)
{
    if (const auto *stored = std::get_if<StoredEvent>(&item)) {
        if (m_piece)
            tellTogether();
        m_lastSeq = stored->seq;
        m_events.append(*stored);
        return;
    }
    const auto *piece = std::get_if<WrittenPiece>(&item);
    if (piece && m_piece && m_piece->itemId == piece->itemId && m_piece->attempt == piece->attempt
        && m_piece->kind == piece->kind) {
        m_piece->content += piece->content;
        return;
    }
    // Everything else has its place between stored events.
    tellTogether();
    if (piece) {
        m_piece = *piece;
    } else if (const auto *begin = std::get_if<SessionReader::Begin>(&item)) {
        m_throughSeq = begin->throughSeq;
        if (!std::exchange(m_hasBegun, true)) {
            m_lastSeq = begin->firstSeq - 1;
            emit began(begin->firstSeq);
        }
    } else if (const auto *shown = std::get_if<SessionReader::Shown>(&item)) {
        emit eventShown(shown->event);
    } else if (const auto *aborted = std::get_if<SessionReader::Aborted>(&item)) {
        emit itemAborted(aborted->itemId, aborted->reason);
    } else if (const auto *failure = std::get_if<SessionReader::Failure>(&item)) {
        emit failed(failure->detail);
    } else {
        emit ended();
    }
}

#include "moc_SessionStream.cpp"
