// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/Transfer.h"

using Kind = core::Error::Kind;

// The places in QNetworkReply::NetworkError that stand for an HTTP status rather than for a broken
// exchange.
static bool standsForStatus(QNetworkReply::NetworkError error)
{
    const bool content = error >= QNetworkReply::ContentAccessDenied
                         && error <= QNetworkReply::UnknownContentError;
    const bool server = error >= QNetworkReply::InternalServerError;
    return content || server || error == QNetworkReply::ProtocolInvalidOperationError;
}

static core::Error connectionError(QNetworkReply::NetworkError error, const QString &host,
                                   const QString &detail)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return {Kind::Unavailable, "Cannot reach " + host + ": the connection was refused."};
    case QNetworkReply::RemoteHostClosedError:
        return {Kind::Unavailable, host + " closed the connection before its answer was complete."};
    case QNetworkReply::HostNotFoundError:
        return {Kind::Unavailable, "Cannot reach " + host + ": no such host is known."};
    case QNetworkReply::TimeoutError:
        return {Kind::Timeout, "Cannot reach " + host + ": the connection timed out."};
    case QNetworkReply::SslHandshakeFailedError:
        return {Kind::Upstream, "No secure connection to " + host + ": " + detail + '.'};
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError:
        return {Kind::Unavailable, "Cannot reach " + host + ": the network failed."};
    default: return {Kind::Upstream, host + " did not answer with valid HTTP."};
    }
}

net::Transfer::Transfer(QNetworkReply *reply, const Request &request, ChunkSink sink)
    : m_reply(reply)
    , m_sink(std::move(sink))
    , m_host(request.url.host() + ':' + QString::number(effectivePort(request.url)))
    , m_maxBytes(request.maxBodyBytes)
{
    connect(reply, &QNetworkReply::readyRead, this, &Transfer::read);
    connect(reply, &QNetworkReply::finished, this, &Transfer::finish);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this,
            [this] { end(core::fail(Kind::Timeout, m_host + " took too long to answer.")); });
    if (request.timeout)
        m_timer.start(*request.timeout);
}

net::Transfer::~Transfer()
{
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
}

void net::Transfer::cancel()
{
    end(core::fail(Kind::Cancelled, "The request was cancelled."));
}

int net::Transfer::status() const
{
    return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

void net::Transfer::read()
{
    const QByteArray chunk = m_reply->readAll();
    if (chunk.isEmpty() || m_ended.isResolved())
        return;
    m_bytes += chunk.size();
    if (m_bytes > m_maxBytes)
        return end(core::fail(Kind::TooLarge, "The answer of " + m_host + " is too large."));
    if (!m_sink || status() < 200 || status() > 299) {
        m_body += chunk;
        return;
    }
    if (m_timer.isActive())
        m_timer.start();
    m_sink(chunk);
}

// Qt takes the end of a connection for the end of the body when it sees both at once.
bool net::Transfer::isCutShort() const
{
    const QHttpHeaders headers = m_reply->headers();
    if (m_reply->operation() == QNetworkAccessManager::HeadOperation || status() == 204
        || status() == 304 || headers.contains(QHttpHeaders::WellKnownHeader::ContentEncoding))
        return false;
    bool isKnown = false;
    const QByteArrayView length = headers.value(QHttpHeaders::WellKnownHeader::ContentLength);
    const qint64 wanted = length.toLongLong(&isKnown);
    return isKnown && m_bytes < wanted;
}

void net::Transfer::finish()
{
    if (m_reply->isOpen())
        read();
    const QNetworkReply::NetworkError error = m_reply->error();
    const bool isAnswer = error == QNetworkReply::NoError
                          || (status() >= 300 && standsForStatus(error));
    if (!isAnswer || status() == 0)
        end(std::unexpected(connectionError(error, m_host, m_reply->errorString())));
    else if (isCutShort())
        end(std::unexpected(
            connectionError(QNetworkReply::RemoteHostClosedError, m_host, m_reply->errorString())));
    else
        end(Response{status(), m_reply->headers(), m_body});
}

// The reply is given up at once, so that a cancelled request stops using the network and the
// provider.
void net::Transfer::end(core::Result<Response> result)
{
    if (m_ended.isResolved())
        return;
    m_ended.resolve(std::move(result));
    m_timer.stop();
    m_reply->disconnect(this);
    m_reply->abort();
}
