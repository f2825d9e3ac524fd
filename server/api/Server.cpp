// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Server.h"

#include "api/Connection.h"
#include "api/Documents.h"
#include "api/Listener.h"
#include "api/Origins.h"
#include "api/Router.h"
#include "api/Sockets.h"
#include "core/Id.h"
#include "core/Logging.h"

#include <QTcpSocket>

using namespace api;
using core::Error;
using Known = QHttpHeaders::WellKnownHeader;

static constexpr auto keyHeader = "X-Session-API-Key";
static constexpr auto keyCookie = "oh_workspace_session_key";
static constexpr auto keyParameter = "session_api_key";

Server::Server(Options options, QList<Route> routes, Authenticate authenticate)
    : m_options(std::move(options))
    , m_authenticate(std::move(authenticate))
    , m_origins(std::make_unique<Origins>(m_options))
    , m_documents(std::make_unique<Documents>())
    , m_router(std::make_unique<Router>(routes + m_documents->table()))
    , m_sockets(std::make_unique<Sockets>(m_options.limits, m_authenticate))
    , m_listener(std::make_unique<Listener>(m_options))
{
    m_documents->describe(m_router->routes());
    connect(m_listener.get(), &Listener::accepted, this, [this](QTcpSocket *socket) {
        auto *connection = new Connection(socket, this, m_options.limits);
        connection->setParent(m_listener.get());
    });
}

Server::~Server()
{
    disconnect(m_listener.get(), nullptr, this, nullptr);
}

core::Result<> Server::listen()
{
    return m_listener->start();
}

quint16 Server::port() const
{
    return m_listener->serverPort();
}

QUrl Server::url() const
{
    QUrl url;
    url.setScheme(m_options.tls ? "https" : "http");
    url.setHost(m_listener->serverAddress().toString());
    url.setPort(port());
    return url;
}

int Server::connectionCount() const
{
    return m_listener->socketCount();
}

// The chain. Each link passes the request on or answers it, and nothing else decides who may do
// what.
std::optional<Response> Server::admit(Exchange &exchange)
{
    using Link = std::optional<Response> (Server::*)(Exchange &);
    static constexpr std::array<Link, 8> chain{
        &Server::identify,     // the request's id
        &Server::checkHost,    // 421: a name that is not ours
        &Server::lookUp,       // 400: a broken path; else the row that it leads to, if any
        &Server::checkOrigin,  // CORS, and 403: a foreign page that would change something
        &Server::checkRoute,   // 404, 405
        &Server::authenticate, // 401, and 403 for a socket
        &Server::checkUpgrade, // 403, 426
        &Server::checkSize,    // 413
    };
    for (const Link link : chain) {
        if (std::optional<Response> answer = (this->*link)(exchange))
            return answer;
    }
    return {};
}

static bool isSaneId(const QByteArray &id)
{
    return !id.isEmpty() && id.size() <= 128 && std::ranges::all_of(id, [](char c) {
        return std::isalnum(static_cast<uchar>(c)) || QByteArrayView("-_.:").contains(c);
    });
}

std::optional<Response> Server::identify(Exchange &exchange)
{
    Request &request = *exchange.request;
    const QByteArray given = request.headers.combinedValue("X-Request-Id");
    if (isSaneId(given))
        request.caller.requestId = QString::fromLatin1(given);
    request.caller.headers = request.headers;
    return {};
}

static Response refusal(const Exchange &exchange, int status, const QString &text = {})
{
    return statusResponse(status, text, errorForm(exchange.request->headers));
}

std::optional<Response> Server::checkHost(Exchange &exchange)
{
    if (m_origins->isOurHost(exchange.request->headers.combinedValue(Known::Host)))
        return {};
    return refusal(exchange, 421, "This server does not answer to that host name.");
}

static bool isPreflight(const Request &request)
{
    return request.method == Method::Options && request.headers.contains(Known::Origin)
           && request.headers.contains(Known::AccessControlRequestMethod);
}

std::optional<Response> Server::lookUp(Exchange &exchange)
{
    Request &request = *exchange.request;
    std::optional<Method> method = request.method;
    if (isPreflight(request))
        method = methodFromName(request.headers.combinedValue(Known::AccessControlRequestMethod));
    exchange.match = m_router->find(method.value_or(Method::Options), request.path);
    exchange.route = exchange.match.route;
    request.pathValues = exchange.match.values;
    if (exchange.match.isMalformed)
        return refusal(exchange, 400, "The path is not valid.");
    return {};
}

static Response preflight(const Request &request, bool isTrusted)
{
    if (!isTrusted)
        return statusResponse(403, "This origin may not call the server.");
    Response response;
    response.contentType = "text/plain; charset=utf-8";
    response.headers.append(Known::AccessControlAllowMethods,
                            "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    response.headers.append(Known::AccessControlMaxAge, "600");
    const QByteArray wanted = request.headers.combinedValue(Known::AccessControlRequestHeaders);
    if (!wanted.isEmpty())
        response.headers.append(Known::AccessControlAllowHeaders, wanted);
    if (request.headers.contains("Access-Control-Request-Private-Network"))
        response.headers.append("Access-Control-Allow-Private-Network", "true");
    return response;
}

std::optional<Response> Server::checkOrigin(Exchange &exchange)
{
    const Request &request = *exchange.request;
    const QByteArray origin = request.headers.combinedValue(Known::Origin);
    if (origin.isEmpty())
        return {};
    const bool isOpenToAll = exchange.route
                             && exchange.route->options.origins == AllowedOrigins::Any;
    const bool isTrusted = (isOpenToAll && isWebOrigin(origin))
                           || m_origins->isTrusted(origin,
                                                   request.headers.combinedValue(Known::Host));
    exchange.answerHeaders.append(Known::Vary, "Origin");
    if (isTrusted) {
        exchange.answerHeaders.append(Known::AccessControlAllowOrigin, origin);
        exchange.answerHeaders.append(Known::AccessControlAllowCredentials, "true");
        exchange.answerHeaders.append(Known::AccessControlExposeHeaders, "X-Request-Id");
    }
    if (isPreflight(request))
        return preflight(request, isTrusted);
    const bool onlyReads = request.method == Method::Get || request.method == Method::Head
                           || request.method == Method::Options;
    if (isTrusted || (onlyReads && !exchange.isUpgrade))
        return {};
    return refusal(exchange, 403, "This origin may not call the server.");
}

static QByteArray allowHeader(const QList<Method> &methods)
{
    QByteArrayList names{"OPTIONS"};
    for (const Method method : methods)
        names.append(methodName(method));
    if (methods.contains(Method::Get))
        names.append("HEAD");
    std::ranges::sort(names);
    return names.join(", ");
}

std::optional<Response> Server::checkRoute(Exchange &exchange)
{
    if (exchange.route)
        return {};
    if (exchange.match.allowed.isEmpty())
        return refusal(exchange, 404);
    Response answer = exchange.request->method == Method::Options
                          ? Response{204, {}, {}, {}, {}, {}}
                          : refusal(exchange, 405);
    answer.headers.append(Known::Allow, allowHeader(exchange.match.allowed));
    return answer;
}

static QByteArray cookieKey(const QHttpHeaders &headers)
{
    for (const QByteArray &pair : headers.combinedValue(Known::Cookie).split(';')) {
        if (pair.trimmed().startsWith(QByteArray(keyCookie) + '='))
            return pair.trimmed().sliced(qstrlen(keyCookie) + 1);
    }
    return {};
}

// The key that a request bears; empty when it bears none.
static QByteArray keyOf(const Exchange &exchange)
{
    const Request &request = *exchange.request;
    if (exchange.route->isSocket()) {
        for (const auto &[name, value] : queryPairs(request.query)) {
            if (name == keyParameter && !value.isEmpty())
                return value.toUtf8();
        }
    }
    const QByteArray key = request.headers.combinedValue(keyHeader);
    if (!key.isEmpty())
        return key;
    const QByteArray credentials = request.headers.combinedValue(Known::Authorization);
    if (credentials.first(qMin(7, credentials.size())).toLower() == "bearer ")
        return credentials.sliced(7).trimmed();
    return exchange.route->options.scope == Scope::KeyOrCookie ? cookieKey(request.headers)
                                                               : QByteArray();
}

std::optional<Response> Server::authenticate(Exchange &exchange)
{
    if (exchange.route->options.scope == Scope::Public) {
        exchange.isAuthenticated = true;
        return {};
    }
    const QByteArray key = keyOf(exchange);
    if (const std::optional<Principal> principal = m_authenticate(key)) {
        exchange.admit(*principal);
        return {};
    }
    if (exchange.route->isSocket() && exchange.isUpgrade) {
        if (key.isEmpty())
            return {}; // the first frame will bear it
        return refusal(exchange, 403);
    }
    Response answer = refusal(exchange, 401);
    answer.headers.append(Known::WWWAuthenticate, "Bearer");
    return answer;
}

static std::optional<Response> checkHandshake(const Exchange &exchange)
{
    const QHttpHeaders &headers = exchange.request->headers;
    if (!exchange.isUpgrade || headers.combinedValue(Known::SecWebSocketVersion) != "13") {
        Response answer = refusal(exchange, 426, "This path speaks WebSocket, version 13.");
        answer.headers.append(Known::Upgrade, "websocket");
        answer.headers.append(Known::SecWebSocketVersion, "13");
        return answer;
    }
    if (QByteArray::fromBase64(headers.combinedValue(Known::SecWebSocketKey)).size() != 16)
        return refusal(exchange, 400, "Sec-WebSocket-Key is missing or wrong.");
    return {};
}

std::optional<Response> Server::checkUpgrade(Exchange &exchange)
{
    if (!exchange.route->isSocket()) {
        exchange.isUpgrade = false;
        return {};
    }
    if (std::optional<Response> answer = checkHandshake(exchange))
        return answer;
    core::Result<SocketOpener> opener = exchange.route->open(*exchange.request);
    if (!opener) {
        Response answer = errorResponse(opener.error(), errorForm(exchange.request->headers));
        answer.status = 403;
        return answer;
    }
    exchange.open = std::move(*opener);
    return {};
}

std::optional<Response> Server::checkSize(Exchange &exchange)
{
    exchange.bodyLimit = exchange.route->options.bodyLimit;
    if (exchange.contentLength.value_or(0) <= exchange.bodyLimit)
        return {};
    return refusal(exchange, 413, "The body is larger than this route takes.");
}

void Server::serve(Connection *connection, ExchangePtr exchange)
{
    run(connection, std::move(exchange));
}

static core::Task<Response> handled(ExchangePtr exchange)
{
    try {
        core::Task<Response> task = exchange->route->handle(exchange->request);
        core::Result<Response> result = co_await task;
        co_return result;
    } catch (const std::exception &fault) {
        co_return core::fail(Error::Kind::Internal,
                             QString("A handler threw: %1").arg(fault.what()));
    }
}

QCoro::Task<> Server::run(QPointer<Connection> connection, ExchangePtr exchange)
{
    core::Task<Response> task = handled(exchange);
    core::Result<Response> result = co_await task;
    Response response = result
                            ? *result
                            : errorResponse(result.error(), errorForm(exchange->request->headers));
    if (connection)
        connection->answer(exchange, std::move(response));
    else if (response.afterSent)
        response.afterSent();
}

void Server::upgrade(QTcpSocket *socket, ExchangePtr exchange)
{
    record(*exchange, 101, 0);
    m_sockets->accept(socket, std::move(exchange));
}

// A path may hold whatever a client sent; a line of the log holds only what can be read.
static QString readablePath(const QByteArray &path)
{
    QString text = QString::fromLatin1(path.first(qMin(512, path.size())));
    for (QChar &each : text) {
        if (each.unicode() < 0x21 || each.unicode() > 0x7e)
            each = '?';
    }
    return text;
}

void Server::record(const Exchange &exchange, int status, qint64 bytesSent)
{
    Record record;
    record.method = exchange.methodName.isEmpty() ? QByteArray("-") : exchange.methodName;
    record.path = exchange.request->path.isEmpty() ? "-" : readablePath(exchange.request->path);
    record.operation = exchange.route ? exchange.route->operation : QString();
    record.status = status;
    record.duration = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - exchange.start);
    record.bytesSent = bytesSent;
    record.requestId = exchange.request->caller.requestId;
    const double milliseconds = static_cast<double>(record.duration.count()) / 1000.0;
    qCInfo(lcRequest).noquote() << record.method << record.path << status
                                << QString::number(milliseconds, 'f', 1) + " ms" << bytesSent
                                << "bytes" << record.requestId;
    emit answered(record);
}

core::Task<> Server::stop()
{
    m_listener->close();
    m_sockets->closeAll();
    for (Connection *connection :
         m_listener->findChildren<Connection *>(Qt::FindDirectChildrenOnly))
        connection->finishUp();
    if (m_listener->socketCount() > 0) {
        const core::Deferred<bool> over;
        connect(m_listener.get(), &Listener::emptied, this, [over] { over.resolve(true); });
        QTimer::singleShot(m_options.limits.stopTime, this, [over] { over.resolve(false); });
        co_await over;
    }
    for (Connection *connection :
         m_listener->findChildren<Connection *>(Qt::FindDirectChildrenOnly))
        connection->abort();
    m_sockets->abortAll();
    co_return {};
}

#include "moc_Server.cpp"
