// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Outgoing.h"

#include "api/Errors.h"

#include <QLocale>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimeZone>

using namespace api;
using Known = QHttpHeaders::WellKnownHeader;

static constexpr qint64 highWater = 256 * 1024;
static constexpr qint64 pieceBytes = 64 * 1024;

qint64 api::pendingBytes(const QTcpSocket *socket)
{
    const auto *secure = qobject_cast<const QSslSocket *>(socket);
    return socket->bytesToWrite() + (secure ? secure->encryptedBytesToWrite() : 0);
}

Outgoing::Outgoing(QTcpSocket *socket, Response response, Framing framing)
    : m_socket(socket)
    , m_response(std::move(response))
    , m_framing(framing)
{}

Outgoing::~Outgoing()
{
    if (m_response.stream)
        m_response.stream->disconnect(this);
}

bool Outgoing::hasBody() const
{
    return m_response.status != 204 && m_response.status != 304;
}

// Whether the stream's length is known before it ends.
bool Outgoing::isSized() const
{
    return m_response.stream && (!m_response.stream->isSequential() || m_response.streamSize);
}

void Outgoing::start()
{
    QIODevice *stream = m_response.stream.get();
    m_chunked = stream && !isSized() && !m_framing.isHttp10;
    if (isSized())
        m_remaining = stream->isSequential() ? *m_response.streamSize
                                             : stream->size() - stream->pos();
    const bool isBare = !hasBody() || m_framing.headOnly;
    // One piece is one packet; a large body is shared instead of copied.
    const bool isSmall = !isBare && !stream && m_response.body.size() <= pieceBytes;
    write(isSmall ? head() + m_response.body : head());
    if (!isBare && stream)
        startStream();
    else
        m_complete = true;
    if (!isBare && !stream && !isSmall)
        write(m_response.body);
    check();
}

static QByteArray httpDate()
{
    return QLocale::c()
        .toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'")
        .toLatin1();
}

QByteArray Outgoing::head()
{
    QHttpHeaders headers = m_response.headers;
    const bool isStream = m_response.stream != nullptr;
    if (hasBody() && !m_response.contentType.isEmpty() && !headers.contains(Known::ContentType))
        headers.append(Known::ContentType, m_response.contentType);
    if (m_chunked)
        headers.replaceOrAppend(Known::TransferEncoding, "chunked");
    else if (hasBody() && (!isStream || isSized()))
        headers.replaceOrAppend(Known::ContentLength,
                                QByteArray::number(isStream ? m_remaining
                                                            : m_response.body.size()));
    if (!headers.contains(Known::CacheControl))
        headers.append(Known::CacheControl, "no-store");
    headers.replaceOrAppend(Known::XContentTypeOptions, "nosniff");
    headers.replaceOrAppend(Known::Date, httpDate());
    if (!m_framing.keepAlive || m_framing.isHttp10)
        headers.replaceOrAppend(Known::Connection, m_framing.keepAlive ? "keep-alive" : "close");

    QByteArray text = "HTTP/1.1 " + QByteArray::number(m_response.status) + ' '
                      + statusPhrase(m_response.status) + "\r\n";
    for (qsizetype index = 0; index < headers.size(); ++index) {
        const QLatin1StringView name = headers.nameAt(index);
        text.append(name.data(), name.size())
            .append(": ")
            .append(headers.valueAt(index))
            .append("\r\n");
    }
    return text + "\r\n";
}

void Outgoing::startStream()
{
    QIODevice *stream = m_response.stream.get();
    if (stream->isSequential()) {
        connect(stream, &QIODevice::readyRead, this, &Outgoing::pump);
        connect(stream, &QIODevice::aboutToClose, this, &Outgoing::sourceClosing);
        connect(stream, &QIODevice::readChannelFinished, this, [this] {
            m_sourceEnded = true;
            pump();
        });
    }
    if (!stream->isOpen()) // it broke off before
        return sourceClosing();
    pumpStream();
}

void Outgoing::pump()
{
    if (m_over)
        return;
    if (!m_complete)
        pumpStream();
    check();
}

void Outgoing::pumpStream()
{
    while (!m_complete && !m_over && m_socket->bytesToWrite() < highWater) {
        if (!pumpOnce())
            return;
    }
}

// Moves one piece; false when there is nothing to move now.
bool Outgoing::pumpOnce()
{
    QIODevice *stream = m_response.stream.get();
    if (isSized())
        return pumpSized();
    const QByteArray piece = stream->read(pieceBytes);
    if (!piece.isEmpty()) {
        write(m_chunked ? QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n" : piece);
        return true;
    }
    if (m_sourceEnded)
        endStream();
    return false;
}

bool Outgoing::pumpSized()
{
    QIODevice *stream = m_response.stream.get();
    const QByteArray piece = m_remaining > 0 ? stream->read(qMin(pieceBytes, m_remaining))
                                             : QByteArray();
    m_remaining -= piece.size();
    write(piece);
    m_complete = m_remaining == 0;
    if (!piece.isEmpty() || m_complete)
        return true;
    if (stream->isSequential() && !m_sourceEnded)
        return false;
    m_over = true;
    emit failed();
    return false;
}

void Outgoing::endStream()
{
    if (m_chunked)
        write("0\r\n\r\n");
    m_complete = true;
}

void Outgoing::sourceClosing()
{
    if (m_complete || m_over || m_sourceEnded)
        return;
    m_over = true;
    emit failed();
}

void Outgoing::write(const QByteArray &bytes)
{
    m_bytesSent += bytes.size();
    m_socket->write(bytes);
}

void Outgoing::check()
{
    if (m_over || !m_complete || pendingBytes(m_socket) > 0)
        return;
    m_over = true;
    emit finished();
}

#include "moc_Outgoing.cpp"
