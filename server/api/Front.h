// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Exchange.h"

class QTcpSocket;

namespace api {

class Connection;

/// What a connection asks about each request, in this order.
class Front
{
public:
    virtual ~Front() = default;

    /// Lets a head in, or answers it.
    virtual std::optional<Response> admit(Exchange &exchange) = 0;
    /// Answers a complete request by Connection::answer(), now or later.
    virtual void serve(Connection *connection, ExchangePtr exchange) = 0;
    /// Takes over the socket of an admitted upgrade, with the request still unread.
    virtual void upgrade(QTcpSocket *socket, ExchangePtr exchange) = 0;
    /// One answer has left; status 0 when the client left before.
    virtual void record(const Exchange &exchange, int status, qint64 bytesSent) = 0;
};

} // namespace api
