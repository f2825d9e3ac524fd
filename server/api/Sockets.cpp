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

static void refuse(Socket *socket)
{
    socket->close(CloseCode::AuthenticationFailed, "Authentication failed");
}

void Sockets::authenticate(Socket *socket, const ExchangePtr &exchange, const QString &text)
{
    const std::optional<QByteArray> key = authKey(text);
    if (!key || key->isEmpty())
        return refuse(socket);
    if (const std::optional<Principal> principal = m_authenticate(*key))
        return admit(socket, exchange, *principal);
    if (!m_askWho)
        return refuse(socket);
    socket->hold();
    core::spawn(askAbout(this, socket, exchange, *key), "asking whose key a socket bears");
}

core::Task<> Sockets::askAbout(QPointer<Sockets> self, QPointer<Socket> socket,
                               ExchangePtr exchange, QByteArray key)
{
    core::Task<std::optional<Principal>> asking = self->m_askWho(key);
    const core::Result<std::optional<Principal>> who = co_await asking;
    if (!self || !socket || !socket->isOpen())
        co_return {};
    if (who && *who) {
        self->admit(socket, exchange, **who);
        co_return {};
    }
    if (!who && who.error().kind == core::Error::Kind::Unavailable)
        socket->close(CloseCode::TryAgainLater, who.error().message);
    else
        refuse(socket);
    co_return {};
}

void Sockets::admit(Socket *socket, const ExchangePtr &exchange, const Principal &principal)
{
    exchange->admit(principal);
    if (!exchange->isAllowed())
        return socket->close(CloseCode::AuthenticationFailed,
                             missingScope(exchange->route->access()).message);
    open(m_sockets.value(socket), exchange);
    socket->receiveHeld();
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
    if (m_lateKeys == LateKeys::Refuse)
        return refuse(raw);
    connect(patience, &QTimer::timeout, raw, [raw] { refuse(raw); });
    patience->setSingleShot(true);
    patience->start(m_limits.socketAuthTime);
    raw->setGate([this, raw, patience, exchange](const QString &text) {
        patience->stop();
        authenticate(raw, exchange, text);
    });
}

void Sockets::forget(Socket *socket)
{
    m_sockets.remove(socket);
    const auto isIt = [socket](const std::pair<const QString &, Socket *&> &each) {
        return each.second == socket;
    };
    m_byKey.removeIf(isIt);
    m_byUser.removeIf(isIt);
    if (m_sockets.isEmpty())
        m_heart.stop();
}

void Sockets::countFor(const QString &userId, Socket *socket)
{
    ++m_perUser[userId];
    connect(socket, &Socket::closed, this, [this, userId] {
        if (--m_perUser[userId] <= 0)
            m_perUser.remove(userId);
    });
}

void Sockets::open(const std::shared_ptr<Socket> &socket, const ExchangePtr &exchange)
{
    if (count(exchange->request->caller.userId) >= m_limits.socketsPerUser)
        return socket->close(CloseCode::TryAgainLater, "This user has too many open sockets");
    countFor(exchange->request->caller.userId, socket.get());
    socket->open();
    m_byKey.insert(exchange->request->caller.keyId, socket.get());
    m_byUser.insert(exchange->request->caller.userId, socket.get());
    exchange->open(exchange->request->caller, socket);
}

void Sockets::beat()
{
    const QList<std::shared_ptr<Socket>> sockets = m_sockets.values();
    for (const std::shared_ptr<Socket> &socket : sockets)
        socket->beat();
}

void Sockets::closeKey(const QString &keyId)
{
    const QList<Socket *> sockets = m_byKey.values(keyId);
    for (Socket *socket : sockets)
        socket->close(CloseCode::AuthenticationFailed, "The key works no longer");
}

void Sockets::closeUser(const QString &userId)
{
    const QList<Socket *> sockets = m_byUser.values(userId);
    for (Socket *socket : sockets)
        socket->close(CloseCode::AuthenticationFailed, "The user is disabled");
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
