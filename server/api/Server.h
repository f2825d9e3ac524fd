// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Options.h"
#include "api/Route.h"

#include <QObject>
#include <QUrl>

namespace api {

class Connection;
class Front;

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

/// The principal a key stands for. It is called with an empty key for a request that bears none, so a
/// server that runs without authentication answers with its default principal always.
using Authenticate = std::function<std::optional<Principal>(const QByteArray &key)>;

/// The HTTP and WebSocket server: one port, one route table, one chain for every request. The owners of
/// the routes outlive it.
class Server : public QObject
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

    /// Stops listening, closes WebSockets with 1001, and waits for open requests (at most the limit).
    core::Task<> stop();

    int connectionCount() const;

signals:
    void answered(const api::Record &record);

private:
    std::unique_ptr<Front> m_front;
};

} // namespace api
