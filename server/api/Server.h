// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Front.h"
#include "api/Hooks.h"
#include "api/Options.h"
#include "api/RateLimits.h"

#include <QObject>
#include <QPointer>
#include <QUrl>

namespace api {

class Documents;
class Listener;
class Origins;
class Router;
class Sockets;

/// What became of one request, for logs and metrics; never holds a key or a query string. Of its
/// headers it has those that say what a client is and takes, and whether there was a key.
struct Record
{
    QByteArray method;
    QString path;
    QString route; ///< the template of the path; empty when no route was found
    QString operation; ///< empty when no route was found
    int status = 0;
    std::chrono::microseconds duration{};
    qint64 bytesSent = 0;
    QString requestId;
    QString userId; ///< empty for a request without a key that is known
    QString client; ///< its address
    QList<std::pair<QString, QString>> headers;
    core::TraceContext trace;
    QByteArray outerSpan; ///< of the client's trace
};

/// Records a change; the request is answered once that is done.
using Auditor = std::function<core::Task<>(Change change)>;

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

    /// From now on all but public routes are answered with 503, until admitAll().
    void holdBack() { m_phase = Phase::Starting; }
    void admitAll() { m_phase = Phase::Working; }
    /// Closes WebSockets with 1001 and waits for open requests (at most the limit). Meanwhile it
    /// holds back new ones; then it listens no more.
    core::Task<> stop();

    /// Before it listens. A socket bears its key in the handshake where hooks are asked whether.
    void setHooks(Hooks hooks);
    /// Decides which requests are traced; it outlives this.
    void setTracer(core::Tracer *tracer) { m_tracer = tracer; }
    void setAuditor(Auditor auditor) { m_auditor = std::move(auditor); }

    /// Closes the WebSockets that were opened with a key which works no longer, with 4001, and
    /// cuts its answers that have no end.
    void closeKey(const QString &keyId);
    /// The same for all keys of a user, those included that this server has not made.
    void closeUser(const QString &userId);

    int connectionCount() const;
    /// How many requests a key may make at once.
    int remainingRequests(const QString &keyId) const;
    const Limits &limits() const { return m_options.limits; }
    /// WebSockets among them: those of a user, and all.
    int socketCount(const QString &userId) const;
    int socketCount() const;

signals:
    void answered(const api::Record &record);

private:
    enum class Phase { Starting, Working, Ending };

    std::optional<Response> admit(Exchange &exchange) override;
    void serve(Connection *connection, ExchangePtr exchange) override;
    void upgrade(QTcpSocket *socket, ExchangePtr exchange) override;
    void record(const Exchange &exchange, int status, qint64 bytesSent) override;

    std::optional<Response> identify(Exchange &exchange);
    std::optional<Response> checkHost(Exchange &exchange);
    std::optional<Response> lookUp(Exchange &exchange);
    std::optional<Response> checkOrigin(Exchange &exchange);
    std::optional<Response> checkRoute(Exchange &exchange);
    std::optional<Response> checkPhase(Exchange &exchange);
    std::optional<Response> checkAddressRate(Exchange &exchange);
    std::optional<Response> authenticate(Exchange &exchange);
    std::optional<Response> checkKeyRate(Exchange &exchange);
    std::optional<Response> checkUpgrade(Exchange &exchange);
    std::optional<Response> checkSize(Exchange &exchange);
    static QCoro::Task<> run(QPointer<Connection> connection, ExchangePtr exchange, Hooks hooks,
                             Auditor auditor);
    void takeOver(QTcpSocket *socket, ExchangePtr exchange);
    core::Task<> admitSocket(QPointer<QTcpSocket> socket, ExchangePtr exchange);

    const Options m_options;
    const Authenticate m_authenticate;
    Hooks m_hooks;
    Auditor m_auditor;
    core::Tracer *m_tracer = nullptr;
    Phase m_phase = Phase::Working;
    std::unique_ptr<Origins> m_origins;
    std::unique_ptr<Documents> m_documents;
    std::unique_ptr<Router> m_router;
    std::unique_ptr<Sockets> m_sockets;
    RateLimits m_keyRates;
    RateLimits m_addressRates;
    std::unique_ptr<Listener> m_listener;
};

} // namespace api
