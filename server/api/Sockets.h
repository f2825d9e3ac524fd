// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Exchange.h"
#include "api/Options.h"

#include <QTimer>

class QTcpSocket;

namespace api {

class Socket;

/// The WebSockets of a server: takes them from handshake through authentication to their route, and
/// keeps one heart for all.
class Sockets : public QObject
{
    Q_OBJECT

public:
    Sockets(const Limits &limits, Authenticate authenticate);
    ~Sockets() override;

    /// Takes over a socket whose request was admitted and is still unread.
    void accept(QTcpSocket *transport, ExchangePtr exchange);
    /// Closes every socket with 1001.
    void closeAll();
    void abortAll();

private:
    void greet(const std::shared_ptr<Socket> &socket, const ExchangePtr &exchange);
    void forget(Socket *socket);
    void open(const std::shared_ptr<Socket> &socket, const ExchangePtr &exchange);
    bool authenticate(const QString &text, Exchange &exchange) const;
    void beat();

    const Limits m_limits;
    const Authenticate m_authenticate;
    QTimer m_heart;
    QHash<Socket *, std::shared_ptr<Socket>> m_sockets;
};

} // namespace api
