// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/SessionSockets.h"

#include "api/routes/ConversationSocket.h"

using namespace api;
using conversations::Frame;
using conversations::Progress;
using core::Error;

static constexpr qsizetype largestFrame = 4 << 20;
static constexpr int pageSize = 100;

static QByteArray errorText(const QString &code, const QString &detail)
{
    return json::text(QJsonObject{{"type", "error"}, {"code", code}, {"detail", detail}});
}

static QByteArray errorFrame(const Error &error)
{
    return errorText(errorCode(error), error.message);
}

/// What one client is sent. Until the replay has come to the end of the log, what happens is only
/// noted: it is on disk, where the replay finds it.
class SessionSockets::Feed
{
public:
    explicit Feed(Socket *socket)
        : m_socket(socket)
    {}

    void begin(const Cursor &cursor, qint64 last);
    bool isBehind() const { return m_next <= m_last; }
    qint64 next() const { return m_next; }
    /// Whether the client can go on without a gap.
    bool sendStored(qint64 seq, const QByteArray &event);
    void goLive(const QByteArray &snapshot);
    void take(const Frame &frame);

private:
    void sendTransient(const QByteArray &event);
    void sendProgress(const Progress &progress);
    void sendPiece(const Progress &progress, int order, const QString &kind,
                   const QString &content);
    void send(const QJsonObject &frame) { m_socket->sendText(json::text(frame)); }

    Socket *m_socket;
    qint64 m_next = 0;  ///< the first event that was not sent
    qint64 m_last = -1; ///< the last event that is known to be on disk
    bool m_isLive = false;
    QString m_item; ///< the answer that the client was told of
    int m_attempt = 0;
};

void SessionSockets::Feed::begin(const Cursor &cursor, qint64 last)
{
    QJsonObject sync{{"type", "sync"}};
    if (cursor.afterSeq)
        sync.insert("from_seq", cursor.afterSeq->value);
    if (last >= 0)
        sync.insert("through_seq", last);
    send(sync);
    // Without a cursor, or with one beyond the end, everything after this log is news.
    const qint64 newest = cursor.newest ? qBound<qint64>(0, cursor.newest->value, last + 1) : 0;
    m_next = cursor.afterSeq ? qMin(cursor.afterSeq->value, last) + 1 : last + 1 - newest;
    m_last = qMax(m_last, last);
}

bool SessionSockets::Feed::sendStored(qint64 seq, const QByteArray &event)
{
    if (seq < m_next)
        return true;
    const QByteArray frame = R"({"type":"durable","seq":)" + QByteArray::number(seq)
                             + R"(,"event":)" + event + '}';
    if (frame.size() > largestFrame) {
        const QString detail = QString("Event %1 is too large for a frame; read it by its id and "
                                       "continue after it.");
        m_socket->sendText(errorText("frame_too_large", detail.arg(seq)));
        m_socket->close(CloseCode::TryAgainLater, "frame_too_large");
        return false;
    }
    m_socket->sendText(frame);
    m_next = seq + 1;
    return true;
}

void SessionSockets::Feed::goLive(const QByteArray &snapshot)
{
    m_isLive = true;
    sendTransient(snapshot);
}

void SessionSockets::Feed::take(const Frame &frame)
{
    m_last = qMax(m_last, frame.seq);
    if (!m_isLive)
        return;
    if (frame.progress)
        sendProgress(*frame.progress);
    else if (frame.seq < 0)
        sendTransient(frame.text);
    else
        sendStored(frame.seq, frame.text);
}

void SessionSockets::Feed::sendTransient(const QByteArray &event)
{
    const QByteArray frame = R"({"type":"transient","event":)" + event + '}';
    if (frame.size() <= largestFrame)
        m_socket->sendText(frame);
}

void SessionSockets::Feed::sendProgress(const Progress &progress)
{
    const QJsonObject item{{"item_id", progress.itemId}, {"attempt", progress.attempt}};
    const bool isOpen = m_item == progress.itemId && m_attempt == progress.attempt;
    if (!progress.dropReason.isEmpty()) {
        if (!isOpen)
            return;
        QJsonObject aborted = item;
        aborted.insert("type", "item_aborted");
        aborted.insert("reason", progress.dropReason);
        return send(aborted);
    }
    if (!isOpen) {
        QJsonObject started = item;
        started.insert("type", "item_started");
        started.insert("anchor_seq", progress.anchorSeq);
        send(started);
        m_item = progress.itemId;
        m_attempt = progress.attempt;
    }
    int order = progress.order;
    if (progress.delta.reasoningContent)
        sendPiece(progress, order++, "reasoning", *progress.delta.reasoningContent);
    if (progress.delta.content)
        sendPiece(progress, order, "text", *progress.delta.content);
}

void SessionSockets::Feed::sendPiece(const Progress &progress, int order, const QString &kind,
                                     const QString &content)
{
    QJsonObject piece{{"type", "delta"},
                      {"item_id", progress.itemId},
                      {"attempt", progress.attempt},
                      {"order", order},
                      {"kind", kind},
                      {"content", content},
                      {"choice_index", 0}};
    if (!progress.delta.responseId.isEmpty())
        piece.insert("chunk_id", progress.delta.responseId);
    send(piece);
}

SessionSockets::SessionSockets(conversations::Conversations *conversations)
    : m_conversations(conversations)
{}

QList<Route> SessionSockets::table()
{
    return {socketRoute("/sockets/session/{id}", "streamSession", this, &SessionSockets::open,
                        {.tag = "Sockets"})};
}

void SessionSockets::open(Caller caller, std::shared_ptr<Socket> socket,
                          Path<ConversationPath> path, Query<Cursor> query)
{
    core::spawn(serve(std::move(caller), std::move(socket), path->id.text, *query),
                "serving a session socket");
}

core::Task<> SessionSockets::serve(Caller caller, std::shared_ptr<Socket> socket, QString id,
                                   Cursor cursor)
{
    const core::Result<LiveConversation> entered = co_await enter(m_conversations, caller.userId,
                                                                  socket, id);
    if (!entered)
        co_return std::unexpected(entered.error());
    const LiveConversation conversation = *entered;
    if (!conversation)
        co_return {};
    const auto feed = std::make_shared<Feed>(socket.get());
    QObject::connect(conversation.get(), &conversations::Conversation::framePublished, socket.get(),
                     [feed](const Frame &frame) { feed->take(frame); });
    hear(caller, conversation, socket, takeMessage, errorFrame);
    const core::Result<> replayed = co_await replay(feed, socket, id, cursor);
    if (!replayed) {
        socket->sendText(errorFrame(replayed.error()));
        socket->close(CloseCode::TryAgainLater, "The log cannot be read");
        co_return std::unexpected(replayed.error());
    }
    if (!feed->isBehind())
        feed->goLive(conversation->snapshotFrame());
    co_return {};
}

core::Task<> SessionSockets::replay(std::shared_ptr<Feed> feed, std::shared_ptr<Socket> socket,
                                    QString id, Cursor cursor)
{
    store::Events *events = m_conversations->services().events;
    const core::Result<qint64> last = co_await events->lastSeq(id);
    if (!last)
        co_return std::unexpected(last.error());
    feed->begin(cursor, *last);
    while (feed->isBehind() && socket->isOpen()) {
        const core::Result<QList<store::EventRow>> rows = co_await events->range(id, feed->next(),
                                                                                 pageSize);
        if (!rows)
            co_return std::unexpected(rows.error());
        if (rows->isEmpty())
            co_return core::fail(Error::Kind::NotFound, "The conversation has been removed");
        for (const store::EventRow &row : *rows) {
            if (!feed->sendStored(row.seq, row.body))
                co_return {};
            const core::Result<> caughtUp = co_await taken(socket);
            if (!caughtUp)
                co_return std::unexpected(caughtUp.error());
        }
    }
    co_return {};
}
