// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Connection.h"

#include "api/Errors.h"
#include "api/Guard.h"
#include "net/HalfClose.h"

#include <QSslSocket>
#include <QTcpSocket>
#include <QTemporaryFile>

using namespace api;
using Stop = net::HttpGrammar::Stop;

static constexpr qint64 pieceBytes = 64 * 1024;
static constexpr qint64 framingBytes = 4 * 1024; // separators and line ends of a head
static constexpr qint64 skippedBody = 64 * 1024; // read to its end although the request is refused

Connection::Connection(QTcpSocket *socket, Front *front, const Limits &limits)
    : m_socket(socket)
    , m_front(front)
    , m_limits(limits)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(limits.requestLineBytes + limits.headBytes + framingBytes
                                + 2 * pieceBytes);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &Connection::read);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &Connection::progressed);
    if (auto *secure = qobject_cast<QSslSocket *>(m_socket))
        connect(secure, &QSslSocket::encryptedBytesWritten, this, &Connection::progressed);
    connect(m_socket, &QTcpSocket::disconnected, this, &Connection::lost);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Connection::timeIsUp);
    nextRequest();
    watch(m_limits.headTime);
}

Connection::~Connection()
{
    m_state = State::Gone;
    endExchange();
}

void Connection::nextRequest()
{
    m_state = State::Head;
    const net::HttpHeadLimits head{m_limits.requestLineBytes, m_limits.headBytes,
                                   m_limits.headerFields};
    m_grammar = std::make_unique<net::HttpGrammar>(net::HttpGrammar::Mode::Request, head);
    m_headBytes = m_bodyBytes = 0;
    m_isRead = false;
    m_refusal.reset();
    m_multipart.reset();
    m_outgoing.reset();
    watch(m_limits.idleTime);
    // The head is read in a transaction, so that an upgrade can be handed on unread.
    m_socket->startTransaction();
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &Connection::read, Qt::QueuedConnection);
}

void Connection::read()
{
    if (m_state == State::Head)
        readHead();
    if (m_state == State::Body)
        readBody();
    if (m_state == State::Draining)
        m_socket->skip(m_socket->bytesAvailable());
}

void Connection::readHead()
{
    const QByteArray bytes = m_socket->read(pieceBytes);
    if (bytes.isEmpty())
        return;
    if (m_headBytes == 0)
        watch(m_limits.headTime);
    const net::HttpGrammar::Step step = m_grammar->feed(bytes);
    m_headBytes += step.consumed;
    if (step.stop == Stop::HeadComplete)
        return headComplete();
    const Refusal refusal = refusalOf(
        step.stop == Stop::Failed ? m_grammar->failure() : net::HttpGrammar::Failure::HeadTooLarge);
    const qint64 most = m_limits.requestLineBytes + m_limits.headBytes + framingBytes;
    if (step.stop == Stop::Failed || m_headBytes > most)
        refuse(refusal.status, refusal.text);
}

// The head is not counted as read before it is known that it is no upgrade.
void Connection::headComplete()
{
    m_exchange = std::make_shared<Exchange>();
    m_exchange->request->caller.peer = m_socket->peerAddress();
    m_exchange->request->caller.stop = m_exchange->stop.get_token();
    m_keepAlive = m_grammar->head().keepsAlive && !m_finishing;
    const std::optional<Refusal> refusal = inspect(m_grammar->head(), *m_exchange);
    m_socket->rollbackTransaction();
    if (refusal)
        return refuse(refusal->status, refusal->text);
    std::optional<Response> early = m_front->admit(*m_exchange);
    if (!early && m_exchange->isUpgrade)
        return leave();
    m_socket->skip(m_headBytes);
    m_grammar->declineUpgrade();
    if (early)
        return answerEarly(std::move(*early));
    beginBody();
}

// Hands an upgrade on. The connection ends here, the socket lives on.
void Connection::leave()
{
    m_state = State::Gone;
    m_timer.stop();
    m_socket->disconnect(this);
    m_socket->setParent(nullptr);
    m_socket->setReadBufferSize(0);
    m_front->upgrade(std::exchange(m_socket, nullptr), std::exchange(m_exchange, {}));
    deleteLater();
}

// For what cannot be trusted to have an end: the answer is the last one.
void Connection::refuse(int status, const QString &text)
{
    if (m_socket->isTransactionStarted())
        m_socket->commitTransaction();
    if (!m_exchange)
        m_exchange = std::make_shared<Exchange>();
    m_keepAlive = false;
    send(statusResponse(status, text));
}

// An answer to a head whose body was not read yet. A small body is, which spares the connection.
void Connection::answerEarly(Response response)
{
    const bool isShort = m_exchange->contentLength.value_or(m_exchange->hasBody ? skippedBody + 1
                                                                                : 0)
                         <= skippedBody;
    if (!isShort || m_exchange->expectsContinue) {
        m_keepAlive = m_keepAlive && !m_exchange->hasBody;
        return send(std::move(response));
    }
    m_refusal = std::move(response);
    m_exchange->bodyLimit = skippedBody;
    beginBody();
}

void Connection::beginBody()
{
    m_state = State::Body;
    watch(m_limits.bodyProgressTime);
    const Route *route = m_exchange->route;
    if (route && route->takesUpload && !m_refusal) {
        const QByteArray type = m_exchange->request->headers.combinedValue(
            QHttpHeaders::WellKnownHeader::ContentType);
        if (const std::optional<QByteArray> boundary = Multipart::boundaryOf(type))
            m_multipart = std::make_unique<Multipart>(*boundary);
    }
    if (route && route->takesSpooled && !m_refusal) {
        const auto file = std::make_shared<QTemporaryFile>();
        if (!file->open())
            return refuse(507, "The server has no room for the body.");
        m_exchange->request->spooled.content = file;
    }
    if (m_exchange->expectsContinue)
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    readBody();
}

void Connection::readBody()
{
    for (;;) {
        const QByteArray bytes = m_socket->peek(pieceBytes);
        const net::HttpGrammar::Step step = m_grammar->feed(bytes);
        m_socket->skip(step.consumed);
        if (step.consumed > 0)
            watch(m_limits.bodyProgressTime);
        if (step.stop == Stop::Failed)
            return refuse(400, "The body is not valid HTTP/1.1.");
        if (!takeBody())
            return;
        if (step.stop == Stop::MessageComplete)
            return bodyComplete();
        if (bytes.isEmpty())
            return;
    }
}

bool Connection::takeBody()
{
    const QByteArray bytes = m_grammar->takeBody();
    m_bodyBytes += bytes.size();
    if (m_bodyBytes > m_exchange->bodyLimit) {
        refuse(413, "The body is larger than this route takes.");
        return false;
    }
    if (m_refusal || bytes.isEmpty())
        return true;
    if (m_multipart) {
        const core::Result<> fed = m_multipart->feed(bytes);
        if (!fed) {
            m_keepAlive = false;
            send(errorResponse(fed.error()));
        }
        return fed.has_value();
    }
    if (m_exchange->route->takesSpooled)
        return spool(bytes);
    if (!m_exchange->route->takesUpload)
        m_exchange->request->body += bytes;
    return true;
}

bool Connection::spool(const QByteArray &bytes)
{
    if (m_exchange->request->spooled.content->write(bytes) == bytes.size())
        return true;
    refuse(507, "The server has no room for the body.");
    return false;
}

void Connection::bodyComplete()
{
    m_timer.stop();
    m_state = State::Working;
    m_isRead = true;
    if (m_refusal)
        return send(std::move(*m_refusal));
    if (m_multipart) {
        core::Result<Upload> upload = m_multipart->finish();
        m_multipart.reset();
        if (!upload)
            return send(errorResponse(upload.error()));
        m_exchange->request->upload = std::move(*upload);
    }
    if (const auto &spooled = m_exchange->request->spooled.content; spooled && !spooled->seek(0))
        return send(statusResponse(507, "The server has no room for the body."));
    m_front->serve(this, m_exchange);
}

void Connection::answer(const ExchangePtr &exchange, Response response)
{
    if (m_state == State::Working && exchange == m_exchange)
        return send(std::move(response));
    if (response.afterSent)
        response.afterSent();
}

void Connection::send(Response response)
{
    m_state = State::Sending;
    m_keepAlive = m_keepAlive && !m_finishing;
    m_status = response.status;
    m_afterSent = std::exchange(response.afterSent, nullptr);
    for (qsizetype index = 0; index < m_exchange->answerHeaders.size(); ++index)
        response.headers.append(m_exchange->answerHeaders.nameAt(index),
                                m_exchange->answerHeaders.valueAt(index));
    response.headers.replaceOrAppend("X-Request-Id", m_exchange->request->caller.requestId);
    m_isFollowing = response.stream && response.stream->isSequential() && !response.streamSize;
    const bool isEndless = m_isFollowing && m_exchange->isHttp10;
    m_keepAlive = m_keepAlive && !isEndless;
    const Framing framing{m_exchange->methodName == "HEAD", m_keepAlive, m_exchange->isHttp10};
    m_outgoing = std::make_unique<Outgoing>(m_socket, std::move(response), framing);
    connect(m_outgoing.get(), &Outgoing::finished, this, &Connection::sent, Qt::QueuedConnection);
    connect(m_outgoing.get(), &Outgoing::failed, this, &Connection::abort, Qt::QueuedConnection);
    watch(m_limits.sendProgressTime);
    m_outgoing->start();
}

void Connection::sent()
{
    if (m_state != State::Sending)
        return;
    endExchange();
    if (m_keepAlive && !m_finishing)
        return nextRequest();
    drain();
}

// Runs once per request: when the answer has left, or when the client has.
void Connection::endExchange()
{
    if (!m_exchange)
        return;
    const ExchangePtr exchange = std::exchange(m_exchange, {});
    const std::function<void()> afterSent = std::exchange(m_afterSent, nullptr);
    if (m_state == State::Gone)
        exchange->stop.request_stop();
    m_front->record(*exchange, m_outgoing ? m_status : 0, m_outgoing ? m_outgoing->bytesSent() : 0);
    if (afterSent)
        afterSent();
}

// Closing with bytes of the client unread would make the system throw our answer away, so they are
// read.
void Connection::drain()
{
    m_state = State::Draining;
    if (m_isRead)
        return m_socket->disconnectFromHost();
    watch(m_limits.drainTime);
    net::closeForWriting(m_socket);
    m_socket->skip(m_socket->bytesAvailable());
}

void Connection::finishUp()
{
    m_finishing = true;
    if (m_state == State::Head && m_headBytes == 0)
        m_socket->disconnectFromHost();
}

void Connection::endKey(const QString &keyId)
{
    if (m_state == State::Sending && m_isFollowing && m_exchange
        && m_exchange->request->caller.keyId == keyId)
        abort();
}

void Connection::endUser(const QString &userId)
{
    if (m_state == State::Sending && m_isFollowing && m_exchange
        && m_exchange->request->caller.userId == userId)
        abort();
}

void Connection::abort()
{
    if (m_socket)
        m_socket->abort();
}

void Connection::lost()
{
    if (m_state == State::Gone)
        return;
    m_state = State::Gone;
    m_timer.stop();
    endExchange();
    deleteLater();
}

void Connection::watch(std::chrono::milliseconds time)
{
    m_timer.start(time);
}

void Connection::progressed()
{
    if (m_state != State::Sending)
        return;
    watch(m_limits.sendProgressTime);
    m_outgoing->pump();
}

void Connection::timeIsUp()
{
    const bool isHalfRead = (m_state == State::Head && m_headBytes > 0) || m_state == State::Body;
    if (isHalfRead)
        return refuse(408);
    if (m_state == State::Sending && pendingBytes(m_socket) == 0)
        return watch(m_limits.sendProgressTime); // it is the source that is slow
    abort();
}

#include "moc_Connection.cpp"
