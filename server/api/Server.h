// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Front.h"
#include "api/Options.h"

#include <QObject>
#include <QPointer>
#include <QUrl>

namespace api {

class Documents;
class Listener;
class Origins;
class Router;
class Sockets;

/// What became of one request, for logs and metrics; never holds a key or a query string.
struct Record
{
    QByteArray method;
    QString path;
    QString operation; ///< empty when no route was found
    int status = 0;
    std::chrono::microseconds duration{};
    qint64 bytesSent = 0;
    QString requestId;
};

/// The HTTP and WebSocket server: one port, one route table, one chain for every request. The
/// owners of the routes outlive it.
class Server : public QObject, private Front
{
    Q_OBJECT

public:
    Server(Options options, QList<Route> routes, Authenticate authenticate);
    ~Server() override;

    /// Binds; Conflict when the port is taken, Invalid for a bad host or certificate.
    core::Result<> listen();
    quint16 port() const;
    /// "http://127.0.0.1:8000"
    QUrl url() const;

    /// Stops listening, closes WebSockets with 1001, and waits for open requests (at most the
    /// limit).
    core::Task<> stop();

    int connectionCount() const;

signals:
    void answered(const api::Record &record);

private:
    std::optional<Response> admit(Exchange &exchange) override;
    void serve(Connection *connection, ExchangePtr exchange) override;
    void upgrade(QTcpSocket *socket, ExchangePtr exchange) override;
    void record(const Exchange &exchange, int status, qint64 bytesSent) override;

    std::optional<Response> identify(Exchange &exchange);
    std::optional<Response> checkHost(Exchange &exchange);
    std::optional<Response> lookUp(Exchange &exchange);
    std::optional<Response> checkOrigin(Exchange &exchange);
    std::optional<Response> checkRoute(Exchange &exchange);
    std::optional<Response> authenticate(Exchange &exchange);
    std::optional<Response> checkUpgrade(Exchange &exchange);
    std::optional<Response> checkSize(Exchange &exchange);
    static QCoro::Task<> run(QPointer<Connection> connection, ExchangePtr exchange);

    const Options m_options;
    const Authenticate m_authenticate;
    std::unique_ptr<Origins> m_origins;
    std::unique_ptr<Documents> m_documents;
    std::unique_ptr<Router> m_router;
    std::unique_ptr<Sockets> m_sockets;
    std::unique_ptr<Listener> m_listener;
};

} // namespace api
