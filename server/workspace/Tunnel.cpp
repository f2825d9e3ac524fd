// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Tunnel.h"

#include "net/HalfClose.h"

#include <algorithm>

namespace workspace {

// Bytes in the memory of a socket in each direction, besides the credit of the stream.
static constexpr qint64 socketCapacity = 128 * 1024;
static constexpr qint64 pieceSize = 64 * 1024;

Tunnel::Tunnel(std::shared_ptr<Exchange> stream, EgressTarget target, Limits limits,
               Throttle *throttle)
    : m_stream(std::move(stream))
    , m_target(std::move(target))
    , m_limits(limits)
    , m_throttle(throttle)
    , m_wantsHello(m_target.port == limits.tlsPort)
{
    m_socket.setReadBufferSize(socketCapacity);
    m_timer.setSingleShot(true);
    connect(m_stream.get(), &Exchange::dataReceived, this, &Tunnel::receive);
    connect(m_stream.get(), &Exchange::eofReceived, this, &Tunnel::receiveEof);
    connect(m_stream.get(), &Exchange::roomMade, this, &Tunnel::pumpDown);
    connect(m_stream.get(), &Exchange::cancelled, this, [this] { finish("cancelled"); });
    connect(m_stream.get(), &Exchange::ended, this, [this] { finish("lost"); });
    connect(throttle, &Throttle::refilled, this, [this] {
        pumpUp();
        pumpDown();
    });
    connect(&m_socket, &QTcpSocket::readyRead, this, &Tunnel::pumpDown);
    connect(&m_socket, &QTcpSocket::bytesWritten, this, [this](qint64 bytes) {
        moved(bytes);
        pumpUp();
    });
    connect(&m_timer, &QTimer::timeout, this,
            [this] { finish(m_wantsHello ? "no TLS in time" : "idle"); });
}

Tunnel::~Tunnel()
{
    finish("closed");
}

/// Waits until a socket is connected or has failed, for @p patience at most.
static core::Task<> connected(QTcpSocket *socket, std::chrono::milliseconds patience,
                              std::stop_token stop)
{
    const core::Deferred<bool> settled;
    QObject context;
    QObject::connect(socket, &QTcpSocket::connected, &context,
                     [settled] { settled.resolve(true); });
    QObject::connect(socket, &QTcpSocket::errorOccurred, &context,
                     [settled] { settled.resolve(false); });
    QTimer::singleShot(patience, &context, [settled] { settled.resolve(false); });
    const std::stop_callback end(stop, [settled] { settled.resolve(false); });
    const bool isConnected = co_await settled;
    if (!isConnected)
        co_return core::fail(core::Error::Kind::Unavailable, "Cannot connect.");
    co_return {};
}

core::Task<> Tunnel::dial(QList<QHostAddress> addresses,
                          std::chrono::steady_clock::time_point deadline)
{
    using namespace std::chrono;
    constexpr qsizetype most = 4;
    const std::shared_ptr<Tunnel> self = shared_from_this();
    const quint16 port = self->m_target.port;
    // A machine without a way into IPv6 would wait for it in vain.
    std::ranges::stable_partition(addresses, [](const QHostAddress &address) {
        return address.protocol() == QAbstractSocket::IPv4Protocol;
    });
    addresses.resize(std::min(addresses.size(), most));
    while (!addresses.isEmpty() && !self->m_isOver) {
        const auto left = duration_cast<milliseconds>(deadline - steady_clock::now());
        if (left.count() <= 0)
            break;
        self->m_socket.connectToHost(addresses.takeFirst(), port);
        const core::Result<> done =
            co_await connected(&self->m_socket, left / (addresses.size() + 1), self->stopToken());
        if (done && !self->m_isOver)
            co_return {};
        self->m_socket.abort();
    }
    if (steady_clock::now() >= deadline)
        co_return core::fail(core::Error::Kind::Timeout,
                             self->m_target.host() + " did not answer in time.");
    co_return core::fail(core::Error::Kind::Unavailable,
                         "Cannot connect to " + self->m_target.host() + '.');
}

void Tunnel::carry()
{
    if (m_isOver)
        return;
    m_isCarrying = true;
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(&m_socket, &QTcpSocket::readChannelFinished, this, &Tunnel::remoteEnded);
    connect(&m_socket, &QTcpSocket::disconnected, this, &Tunnel::remoteEnded);
    connect(&m_socket, &QTcpSocket::errorOccurred, this,
            [this](QAbstractSocket::SocketError error) {
        if (error != QAbstractSocket::RemoteHostClosedError)
            finish("broken");
    });
    m_stream->accept();
    m_timer.start(m_wantsHello ? m_limits.hello : m_limits.idle);
    // What came early.
    if (m_socket.state() != QAbstractSocket::ConnectedState)
        remoteEnded();
    pumpUp();
    pumpDown();
}

void Tunnel::refuse(std::string_view code, const QString &message)
{
    if (m_isOver)
        return;
    m_stream->disconnect(this);
    m_stream->refuse({std::string(code), 0, message.toStdString()});
    finish("refused");
}

void Tunnel::reset(const QString &reason)
{
    finish(reason.toStdString());
}

void Tunnel::receive(wire::Channel channel, const QByteArray &bytes)
{
    if (m_isOver)
        return;
    if (channel != wire::Channel::Tcp || m_upEnded)
        return finish("protocol");
    m_waiting.append(bytes);
    if (m_wantsHello)
        checkHello(bytes);
    pumpUp();
}

// Nothing goes out before the name is known.
void Tunnel::checkHello(const QByteArray &bytes)
{
    using State = net::ClientHello::State;
    const State state = m_hello.feed({bytes.data(), static_cast<size_t>(bytes.size())});
    if (state == State::Incomplete)
        return;
    const QString name = QString::fromLatin1(m_hello.serverName());
    if (state == State::Read && name == m_target.name) {
        m_wantsHello = false;
        m_timer.start(m_limits.idle);
        return;
    }
    const std::shared_ptr<Tunnel> self = shared_from_this();
    emit misnamed(name);
    finish("server name");
}

void Tunnel::receiveEof(wire::Channel channel)
{
    if (channel != wire::Channel::Tcp)
        return finish("protocol");
    m_upEnded = true;
    pumpUp();
}

void Tunnel::pumpUp()
{
    if (!m_isCarrying || m_isOver || m_remoteEnded || m_wantsHello)
        return;
    while (m_waiting.size() > 0 && m_socket.bytesToWrite() < socketCapacity && m_throttle) {
        const qint64 some = m_throttle->available(std::min(m_waiting.size(), pieceSize));
        if (some == 0)
            break;
        QByteArray piece(some, Qt::Uninitialized);
        m_waiting.take(piece.data(), some);
        m_throttle->spend(some);
        m_up += some;
        m_socket.write(piece);
        if (m_isOver)
            return;
        m_stream->consumed(wire::Channel::Tcp, some);
    }
    if (m_throttle && m_throttle->isUsedUp())
        return finish("quota");
    if (m_upEnded && m_waiting.size() == 0 && m_socket.bytesToWrite() == 0)
        net::closeForWriting(&m_socket);
}

void Tunnel::pumpDown()
{
    if (!m_isCarrying || m_isOver)
        return;
    while (m_socket.bytesAvailable() > 0 && m_throttle) {
        const qint64 wanted = std::min(m_socket.bytesAvailable(), pieceSize);
        const qint64 room = std::min(wanted, m_stream->sendable(wire::Channel::Tcp));
        const qint64 some = room > 0 ? m_throttle->available(room) : 0;
        if (some == 0)
            break;
        const QByteArray piece = m_socket.read(some);
        if (piece.isEmpty())
            break;
        m_throttle->spend(piece.size());
        m_down += piece.size();
        moved(piece.size());
        m_stream->send(wire::Channel::Tcp, piece);
        if (m_isOver)
            return;
    }
    if (m_throttle && m_throttle->isUsedUp())
        return finish("quota");
    if (m_remoteEnded && m_socket.bytesAvailable() == 0) {
        m_stream->sendEof(wire::Channel::Tcp);
        finish("ended");
    }
}

// The socket is closed then, in both directions; what it has read can still be taken from it.
void Tunnel::remoteEnded()
{
    m_remoteEnded = true;
    pumpDown();
}

void Tunnel::moved(qint64 bytes)
{
    if (bytes > 0 && !m_wantsHello)
        m_timer.start(m_limits.idle);
}

void Tunnel::finish(std::string_view reason)
{
    if (std::exchange(m_isOver, true))
        return;
    m_timer.stop();
    m_stream->disconnect(this);
    m_stream->exit(wire::Value::map({{"reason", reason}}));
    m_socket.disconnect(this);
    m_socket.abort();
    m_waiting.clear();
    m_stop.request_stop();
    emit ended();
}

} // namespace workspace

#include "moc_Tunnel.cpp"
