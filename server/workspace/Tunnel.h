// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/ClientHello.h"
#include "workspace/ChunkQueue.h"
#include "workspace/EgressPolicy.h"
#include "workspace/Exchange.h"
#include "workspace/Throttle.h"

#include <QTcpSocket>
#include <QTimer>

namespace workspace {

/// One connection from a workspace to the outside: the stream that a program's bytes come on, and
/// the socket to an address that was checked. It ends once.
class Tunnel : public QObject, public std::enable_shared_from_this<Tunnel>
{
    Q_OBJECT

public:
    struct Limits
    {
        quint16 tlsPort = 443; ///< where TLS must ask for the name that may be reached
        std::chrono::milliseconds connect{10'000}; ///< to look up a name and to be connected
        std::chrono::milliseconds hello{10'000};   ///< for the name that TLS asks for
        std::chrono::milliseconds idle{600'000};   ///< without a byte in either direction
    };

    Tunnel(std::shared_ptr<Exchange> stream, EgressTarget target, Limits limits,
           Throttle *throttle);
    ~Tunnel() override;

    const EgressTarget &target() const { return m_target; }
    bool isOver() const { return m_isOver; }
    /// Requested when the tunnel is over.
    std::stop_token stopToken() const { return m_stop.get_token(); }
    qint64 bytesUp() const { return m_up; }
    qint64 bytesDown() const { return m_down; }

    /// Dials one after the other, within what is left of @p deadline, and looks up nothing.
    core::Task<> dial(QList<QHostAddress> addresses,
                      std::chrono::steady_clock::time_point deadline);
    QHostAddress peer() const { return m_socket.peerAddress(); }
    /// Tells the workspace that it is connected, and carries.
    void carry();
    /// Tells the workspace why it is not.
    void refuse(std::string_view code, const QString &message);
    /// Ends both sides at once.
    void reset(const QString &reason);

signals:
    /// The program asked for TLS with another name than the one that it may reach.
    void misnamed(const QString &name);
    void ended();

private:
    void receive(wire::Channel channel, const QByteArray &bytes);
    void receiveEof(wire::Channel channel);
    void checkHello(const QByteArray &bytes);
    void pumpUp();
    void pumpDown();
    void remoteEnded();
    void moved(qint64 bytes);
    void finish(std::string_view reason);

    std::shared_ptr<Exchange> m_stream;
    EgressTarget m_target;
    Limits m_limits;
    QPointer<Throttle> m_throttle;
    QTcpSocket m_socket;
    QTimer m_timer; ///< for the hello, then for the next byte
    std::stop_source m_stop;
    net::ClientHello m_hello;
    bool m_wantsHello = false;
    ChunkQueue m_waiting; ///< received, not yet given to the socket
    bool m_upEnded = false;
    bool m_remoteEnded = false;
    bool m_isCarrying = false;
    bool m_isOver = false;
    qint64 m_up = 0;
    qint64 m_down = 0;
};

} // namespace workspace
