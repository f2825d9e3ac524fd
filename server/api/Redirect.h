// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Front.h"
#include "api/Options.h"

#include <QObject>

namespace api {

class Listener;
class Origins;

/// Answers plain HTTP on a port of its own with the way to the port that speaks TLS.
class Redirect : public QObject, private Front
{
    Q_OBJECT

public:
    /// @p securePort is where https is spoken; @p options are those of that port.
    Redirect(Options options, quint16 port, quint16 securePort);
    ~Redirect() override;

    /// Conflict when the port is taken.
    core::Result<> listen();
    quint16 port() const;
    void close();

private:
    std::optional<Response> admit(Exchange &exchange) override;
    void serve(Connection *connection, ExchangePtr exchange) override;
    void upgrade(QTcpSocket *socket, ExchangePtr exchange) override;
    void record(const Exchange &exchange, int status, qint64 bytesSent) override;

    const quint16 m_securePort;
    std::unique_ptr<Origins> m_origins;
    std::unique_ptr<Listener> m_listener;
};

} // namespace api
