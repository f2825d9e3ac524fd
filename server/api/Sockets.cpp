// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Sockets.h"

#include "api/Socket.h"

#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace api;

Sockets::Sockets(const Limits &limits, Authenticate authenticate)
    : m_limits(limits)
    , m_authenticate(std::move(authenticate))
{
    m_heart.setInterval(limits.socketBeat);
    connect(&m_heart, &QTimer::timeout, this, &Sockets::beat);
}

Sockets::~Sockets()
{
    for (const std::shared_ptr<Socket> &socket : std::exchange(m_sockets, {})) {
        socket->disconnect(this);
        socket->abort();
    }
}

void Sockets::accept(QTcpSocket *transport, ExchangePtr exchange)
{
    // One server per handshake: what it hands out can then only be this socket.
    auto *handshake = new QWebSocketServer({}, QWebSocketServer::NonSecureMode, this);
    connect(transport, &QObject::destroyed, handshake, &QObject::deleteLater);
    connect(handshake, &QWebSocketServer::newConnection, this,
            [this, handshake, transport, exchange] {
        QWebSocket *webSocket = handshake->nextPendingConnection();
        webSocket->setMaxAllowedIncomingFrameSize(m_limits.socketFrameBytes);
        webSocket->setMaxAllowedIncomingMessageSize(m_limits.socketMessageBytes);
        // Routes may drop the socket inside one of its signals, so it dies from the event loop.
        const std::shared_ptr<Socket> socket(new Socket(webSocket, transport,
                                                        m_limits.socketQueueBytes),
                                             [](Socket *each) { each->deleteLater(); });
        disconnect(transport, nullptr, handshake, nullptr);
        handshake->deleteLater();
        greet(socket, exchange);
    });
    QTimer::singleShot(m_limits.headTime, handshake, [raw = QPointer(transport)] {
        if (raw)
            raw->abort();
    });
    handshake->handleConnection(transport);
}

bool Sockets::authenticate(const QString &text, Exchange &exchange) const
{
    const std::optional<QByteArray> key = authKey(text);
    if (!key || key->isEmpty())
        return false;
    const std::optional<Principal> principal = m_authenticate(*key);
    if (principal)
        exchange.admit(*principal);
    return exchange.isAuthenticated;
}

void Sockets::greet(const std::shared_ptr<Socket> &socket, const ExchangePtr &exchange)
{
    Socket *raw = socket.get();
    m_sockets.insert(raw, socket);
    if (!m_heart.isActive())
        m_heart.start();
    connect(raw, &Socket::closed, this, [this, raw] { forget(raw); });
    if (exchange->isAuthenticated)
        return open(socket, exchange);

    auto *patience = new QTimer(raw);
    const auto refuse = [raw] {
        raw->close(CloseCode::AuthenticationFailed, "Authentication failed");
    };
    connect(patience, &QTimer::timeout, raw, refuse);
    patience->setSingleShot(true);
    patience->start(m_limits.socketAuthTime);
    raw->setGate([this, raw, patience, exchange, refuse](const QString &text) {
        patience->stop();
        if (!authenticate(text, *exchange))
            return refuse();
        open(m_sockets.value(raw), exchange);
    });
}

void Sockets::forget(Socket *socket)
{
    m_sockets.remove(socket);
    if (m_sockets.isEmpty())
        m_heart.stop();
}

void Sockets::open(const std::shared_ptr<Socket> &socket, const ExchangePtr &exchange)
{
    socket->open();
    exchange->open(exchange->request->caller, socket);
}

void Sockets::beat()
{
    const QList<std::shared_ptr<Socket>> sockets = m_sockets.values();
    for (const std::shared_ptr<Socket> &socket : sockets)
        socket->beat();
}

void Sockets::closeAll()
{
    const QList<std::shared_ptr<Socket>> sockets = m_sockets.values();
    for (const std::shared_ptr<Socket> &socket : sockets)
        socket->close(CloseCode::GoingAway, "The server is stopping");
}

void Sockets::abortAll()
{
    const QList<std::shared_ptr<Socket>> sockets = m_sockets.values();
    for (const std::shared_ptr<Socket> &socket : sockets)
        socket->abort();
}

#include "moc_Sockets.cpp"
