// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Socket.h"

#include "api/Outgoing.h"
#include "core/Json.h"

#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>

using namespace api;

static constexpr std::chrono::seconds closingTime(5);
static constexpr qsizetype sharedBytes = 16 * 1024;
static constexpr int toleratedMisses = 2;
static constexpr qint64 pongBytes = 64 * 1024; // beside the queue of texts
static constexpr char textFrame = '\x81'; // whole, of RFC 6455
static constexpr char binaryFrame = '\x82';
static constexpr qsizetype authFrameSize = 24 * 1024; // a token is longer than a key
static constexpr qsizetype mostHeld = 16;
static constexpr qsizetype heldSize = 64 * 1024; // of each

Socket::Socket(QWebSocket *socket, QTcpSocket *transport, qint64 queueLimit)
    : m_socket(socket)
    , m_transport(transport)
    , m_queueLimit(queueLimit)
{
    socket->setParent(this);
    connect(socket, &QObject::destroyed, transport, &QObject::deleteLater);
    connect(socket, &QWebSocket::disconnected, this, &Socket::finish);
    connect(socket, &QWebSocket::pong, this, [this] { m_missedBeats = 0; });
    connect(socket, &QWebSocket::textMessageReceived, this, &Socket::receive);
    connect(socket, &QWebSocket::binaryMessageReceived, this,
            [this] { close(CloseCode::Unsupported, "Only text frames are understood"); });
    connect(transport, &QTcpSocket::readyRead, this, &Socket::limitPongs);
}

Socket::~Socket() = default;

static std::optional<QJsonObject> authFrame(const QString &text)
{
    if (text.size() > authFrameSize || !text.contains("\"auth\""))
        return {};
    const core::Result<QJsonValue> value = json::parse(text.toUtf8());
    if (!value || value->toObject().value("type") != "auth")
        return {};
    return value->toObject();
}

std::optional<QByteArray> api::authKey(const QString &text)
{
    const std::optional<QJsonObject> frame = authFrame(text);
    if (!frame)
        return {};
    return frame->value("session_api_key").toString().toUtf8();
}

static bool isAuthOnly(const QString &text)
{
    const std::optional<QJsonObject> frame = authFrame(text);
    return frame && frame->size() == (frame->contains("session_api_key") ? 2 : 1);
}

void Socket::setGate(std::function<void(const QString &)> gate)
{
    m_gate = std::move(gate);
}

void Socket::open()
{
    m_gate = nullptr;
}

void Socket::hold()
{
    m_held.emplace();
}

void Socket::receiveHeld()
{
    const QStringList texts = std::exchange(m_held, {}).value_or(QStringList());
    for (const QString &text : texts)
        receive(text);
}

void Socket::receive(const QString &text)
{
    m_missedBeats = 0;
    if (!m_open || m_closing)
        return;
    if (m_held) {
        m_held->append(text);
        if (m_held->size() > mostHeld || text.size() > heldSize)
            close(CloseCode::TryAgainLater, "Wait until the key has been looked at");
        return;
    }
    if (m_gate) {
        const auto gate = m_gate; // it may be replaced while it runs
        return gate(text);
    }
    if (!isAuthOnly(text))
        emit textReceived(text);
}

qint64 Socket::queuedBytes() const
{
    return m_transport ? pendingBytes(m_transport) : 0;
}

void Socket::sendText(const QByteArray &utf8)
{
    send(textFrame, utf8);
}

void Socket::sendBinary(const QByteArray &bytes)
{
    send(binaryFrame, bytes);
}

void Socket::send(char opcode, const QByteArray &payload)
{
    if (!m_open || m_closing)
        return;
    if (queuedBytes() + payload.size() > m_queueLimit)
        return close(CloseCode::TryAgainLater, "Too slow; resume from your cursor");
    write(opcode, payload);
}

// QWebSocket would convert and copy the text for each subscriber. Its own frames are written whole,
// so ours can stand between them.
void Socket::write(char opcode, const QByteArray &payload)
{
    const auto size = static_cast<quint64>(payload.size());
    QByteArray head(1, opcode);
    const int lengthBytes = size < 126 ? 0 : size <= 0xffff ? 2 : 8;
    head.append(static_cast<char>(lengthBytes == 0 ? size : lengthBytes == 2 ? 126 : 127));
    for (int shift = (lengthBytes - 1) * 8; shift >= 0; shift -= 8)
        head.append(static_cast<char>(size >> shift & 0xff));
    if (payload.size() > sharedBytes) {
        m_transport->write(head);
        m_transport->write(payload);
    } else {
        m_transport->write(head + payload); // a copy is cheaper than a second packet
    }
}

void Socket::close(CloseCode code, const QString &reason)
{
    if (!m_open || m_closing)
        return;
    m_closing = true;
    m_socket->close(static_cast<QWebSocketProtocol::CloseCode>(code), reason);
    QTimer::singleShot(closingTime, this, &Socket::abort);
}

void Socket::abort()
{
    if (m_socket)
        m_socket->abort();
    finish();
}

// QWebSocket answers every ping, whether the client reads the answers or not.
void Socket::limitPongs()
{
    if (queuedBytes() > m_queueLimit + pongBytes)
        abort();
}

void Socket::beat()
{
    if (!m_open || m_closing)
        return;
    if (m_missedBeats++ >= toleratedMisses)
        return abort();
    m_socket->ping();
}

void Socket::finish()
{
    if (!std::exchange(m_open, false))
        return;
    if (m_socket)
        m_socket->deleteLater();
    emit closed();
}

#include "moc_Socket.cpp"
