// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/SessionStream.h"

using ui::SessionStream;

static constexpr std::chrono::milliseconds frameTime{16};

SessionStream::SessionStream(Client *client, QString conversationId, qint64 afterSeq,
                             QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_id(std::move(conversationId))
    , m_line([this] { return request(); })
    , m_lastSeq(afterSeq)
{
    m_flush.setSingleShot(true);
    m_flush.setInterval(frameTime);
    connect(&m_flush, &QTimer::timeout, this, &SessionStream::flush);
    connect(&m_line, &Line::received, this, &SessionStream::receive);
    connect(&m_line, &Line::stateChanged, this, &SessionStream::stateChanged);
}

QNetworkRequest SessionStream::request() const
{
    QUrlQuery query;
    query.addQueryItem("after_seq", QString::number(m_lastSeq));
    return m_client->socketRequest("/sockets/session/" + m_id, query);
}

void SessionStream::stop()
{
    m_line.stop();
    flush();
}

void SessionStream::say(const QString &text)
{
    const QJsonObject content{{"type", "text"}, {"text", text}};
    m_line.send({{"role", "user"}, {"content", QJsonArray{content}}});
}

void SessionStream::receive(const QByteArray &text)
{
    const QJsonObject frame = QJsonDocument::fromJson(text).object();
    const QString type = frame.value("type").toString();
    if (type == "durable") {
        take(frame.value("seq").toInteger(), frame.value("event").toObject());
        return;
    }
    if (type == "delta") {
        takePiece({frame.value("item_id").toString(), frame.value("attempt").toInt(1),
                   frame.value("kind").toString(), frame.value("content").toString()});
        return;
    }
    // Everything else has its place between stored events.
    flush();
    if (type == "sync") {
        m_throughSeq = frame.value("through_seq").toInteger(-1);
    } else if (type == "transient") {
        emit eventShown(frame.value("event").toObject());
    } else if (type == "item_aborted") {
        emit itemAborted(frame.value("item_id").toString(), frame.value("reason").toString());
    } else if (type == "error") {
        emit failed(frame.value("detail").toString());
    }
}

/// What a model writes quickly is told once a frame.
void SessionStream::takePiece(const Piece &piece)
{
    const bool goesOn = m_piece && m_piece->itemId == piece.itemId
                        && m_piece->attempt == piece.attempt && m_piece->kind == piece.kind;
    if (goesOn) {
        m_piece->content += piece.content;
        return;
    }
    flush();
    m_piece = piece;
    m_flush.start();
}

void SessionStream::take(qint64 seq, const QJsonObject &event)
{
    if (seq <= m_lastSeq)
        return;
    if (seq != m_lastSeq + 1) {
        m_line.reopen();
        return;
    }
    m_lastSeq = seq;
    if (m_piece)
        flush();
    m_events.append({seq, event});
    if (!m_flush.isActive())
        m_flush.start();
}

void SessionStream::flush()
{
    m_flush.stop();
    if (!m_events.isEmpty())
        emit eventsStored(std::exchange(m_events, {}));
    if (const std::optional<Piece> piece = std::exchange(m_piece, std::nullopt))
        emit pieceWritten(*piece);
}

#include "moc_SessionStream.cpp"
