// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Server.h"

#include "api/Connection.h"
#include "api/Documents.h"
#include "api/Listener.h"
#include "api/Origins.h"
#include "api/Router.h"
#include "api/Sockets.h"
#include "core/Clock.h"
#include "core/Id.h"
#include "core/LogSink.h"
#include "core/Logging.h"
#include "core/UnderWay.h"

#include <QTcpSocket>

#include <cmath>

using namespace api;
using core::Error;
using Known = QHttpHeaders::WellKnownHeader;

/// What a client may send before a hook has said who it is.
static constexpr qint64 strangerBody = 1 << 20;
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
    , m_keyRates(m_options.limits.perKey)
    , m_addressRates(m_options.limits.perAddress)
    , m_listener(std::make_unique<Listener>(m_options))
{
    m_documents->describe(m_router->routes());
    connect(m_listener.get(), &Listener::accepted, this, [this](QTcpSocket *socket) {
        auto *connection = new Connection(socket, this, m_options.limits);
        connection->setParent(m_listener.get());
        if (m_phase == Phase::Ending)
            connection->answerOnce();
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

void Server::setHooks(Hooks hooks)
{
    m_hooks = std::move(hooks);
    m_sockets->setLateKeys(m_hooks.whether ? LateKeys::Refuse : LateKeys::Take);
    m_sockets->setAskWho(m_hooks.who);
}

void Server::closeKey(const QString &keyId)
{
    m_sockets->closeKey(keyId);
    for (Connection *connection :
         m_listener->findChildren<Connection *>(Qt::FindDirectChildrenOnly))
        connection->endKey(keyId);
}

void Server::closeUser(const QString &userId)
{
    m_sockets->closeUser(userId);
    for (Connection *connection :
         m_listener->findChildren<Connection *>(Qt::FindDirectChildrenOnly))
        connection->endUser(userId);
}

int Server::connectionCount() const
{
    return m_listener->socketCount();
}

int Server::socketCount() const
{
    return m_sockets->count();
}

int Server::socketCount(const QString &userId) const
{
    return m_sockets->count(userId);
}

int Server::remainingRequests(const QString &keyId) const
{
    return m_keyRates.remaining(keyId, core::Clock::system().monotonic());
}

// The chain. Each link passes the request on or answers it, and nothing else decides who may do
// what.
std::optional<Response> Server::admit(Exchange &exchange)
{
    using Link = std::optional<Response> (Server::*)(Exchange &);
    static constexpr std::array<Link, 11> chain{
        &Server::identify,     // the request's id
        &Server::checkHost,    // 421: a name that is not ours
        &Server::lookUp,       // 400: a broken path; else the row that it leads to, if any
        &Server::checkOrigin,  // CORS, and 403: a foreign page that would change something
        &Server::checkRoute,   // 404, 405
        &Server::checkPhase,   // 503: not yet, or no more
        &Server::checkAddressRate, // 429
        &Server::authenticate, // 401, 403: a scope that the key lacks
        &Server::checkKeyRate, // 429
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
    if (m_tracer) {
        const QByteArray outer = request.headers.combinedValue("traceparent");
        request.caller.trace = m_tracer->begin(outer);
        if (const auto context = core::TraceContext::parse(outer))
            exchange.outerSpan = context->spanId;
    }
    if (m_options.insistsOnTls)
        exchange.answerHeaders.append("Strict-Transport-Security", "max-age=31536000");
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

std::optional<Response> Server::checkPhase(Exchange &exchange)
{
    if (m_phase == Phase::Working || exchange.route->options.scope == Scope::Public)
        return {};
    Response answer = refusal(exchange, 503,
                              m_phase == Phase::Starting ? "The server is still starting."
                                                         : "The server is shutting down.");
    answer.headers.append(Known::RetryAfter, "1");
    return answer;
}

static Response tooMany(const Exchange &exchange, const RateLimits &rates)
{
    Response answer = refusal(exchange, 429, "Too many requests; try again in a second.");
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(rates.rate().patience);
    answer.headers.append(Known::RetryAfter, QByteArray::number(qMax<qint64>(1, seconds.count())));
    return answer;
}

std::optional<Response> Server::checkAddressRate(Exchange &exchange)
{
    const QHostAddress &peer = exchange.request->caller.peer;
    if (peer.isLoopback())
        return {};
    const RateLimits::Verdict verdict = m_addressRates.take(peer.toString(),
                                                            core::Clock::system().monotonic());
    exchange.wait = verdict.wait;
    if (verdict.isRefused)
        return tooMany(exchange, m_addressRates);
    return {};
}

// The SDK's own surface has the headers of the server that it was made for.
static bool isDocumentedSurface(const Route &route)
{
    return !route.path.startsWith("/api/") && !route.path.startsWith("/v1/") && !route.isSocket();
}

static void tellRate(Exchange &exchange, const Rate &rate, const RateLimits::Verdict &verdict)
{
    const auto window = static_cast<int>(std::ceil(rate.burst / rate.perSecond));
    exchange.answerHeaders.append("RateLimit-Policy", "\"key\";q=" + QByteArray::number(rate.burst)
                                                          + ";w=" + QByteArray::number(window));
    exchange.answerHeaders.append("RateLimit",
                                  "\"key\";r=" + QByteArray::number(verdict.remaining) + ";t="
                                      + QByteArray::number(
                                          static_cast<qint64>(verdict.untilFull.count())));
}

std::optional<Response> Server::checkKeyRate(Exchange &exchange)
{
    const QString keyId = exchange.request->caller.keyId;
    if (keyId.isEmpty())
        return {};
    const RateLimits::Verdict verdict = m_keyRates.take(keyId, core::Clock::system().monotonic());
    if (isDocumentedSurface(*exchange.route))
        tellRate(exchange, m_keyRates.rate(), verdict);
    exchange.wait = qMax(exchange.wait, verdict.wait);
    if (verdict.isRefused)
        return tooMany(exchange, m_keyRates);
    return {};
}

static QByteArray cookieKey(const QHttpHeaders &headers)
{
    for (const QByteArray &pair : headers.combinedValue(Known::Cookie).split(';')) {
        if (pair.trimmed().startsWith(QByteArray(keyCookie) + '='))
            return pair.trimmed().sliced(qstrlen(keyCookie) + 1);
    }
    return {};
}

// Whether it can only become a socket, or asks to become one.
static bool isForSocket(const Exchange &exchange)
{
    return exchange.route->isSocket() || (exchange.route->open && exchange.isUpgrade);
}

// The key that a request bears; empty when it bears none.
static QByteArray keyOf(const Exchange &exchange)
{
    const Request &request = *exchange.request;
    if (isForSocket(exchange)) {
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
        if (exchange.isAllowed())
            return {};
        return errorResponse(missingScope(exchange.route->access()),
                             errorForm(exchange.request->headers));
    }
    if (m_hooks.who && !key.isEmpty()) {
        exchange.foreignKey = key;
        return {};
    }
    if (exchange.route->open && exchange.isUpgrade) {
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
    if (!isForSocket(exchange)) {
        exchange.isUpgrade = false;
        return {};
    }
    if (std::optional<Response> answer = checkHandshake(exchange))
        return answer;
    if (m_sockets->count(exchange.request->caller.userId) >= m_options.limits.socketsPerUser)
        return refusal(exchange, 429, "This user has too many open sockets.");
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
    if (!exchange.foreignKey.isEmpty())
        exchange.bodyLimit = qMin(exchange.bodyLimit, strangerBody);
    if (exchange.contentLength.value_or(0) <= exchange.bodyLimit)
        return {};
    return refusal(exchange, 413, "The body is larger than this route takes.");
}

void Server::serve(Connection *connection, ExchangePtr exchange)
{
    if (exchange->wait.count() == 0) {
        run(connection, std::move(exchange), m_hooks, m_auditor);
        return;
    }
    // Ends with the connection: for a client that does not wait no work is done.
    QTimer::singleShot(exchange->wait, connection,
                       [connection, exchange, hooks = m_hooks, auditor = m_auditor] {
        run(connection, exchange, hooks, auditor);
    });
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

// What was made is named by its address.
static QString subjectOf(const Request &request, const Response &response)
{
    const QByteArray location = response.headers.combinedValue(Known::Location);
    if (!location.isEmpty())
        return QString::fromUtf8(location.sliced(location.lastIndexOf('/') + 1));
    return request.pathValues.isEmpty() ? QString() : request.pathValues.first();
}

// Asks the hooks, where there are any.
static core::Task<> letIn(ExchangePtr exchange, Hooks hooks)
{
    if (!exchange->foreignKey.isEmpty()) {
        core::Task<std::optional<Principal>> asking = hooks.who(exchange->foreignKey);
        const core::Result<std::optional<Principal>> who = co_await asking;
        if (!who)
            co_return std::unexpected(who.error());
        if (!*who)
            co_return core::fail(Error::Kind::Unauthorized, "Unauthorized");
        exchange->admit(**who);
        if (!exchange->isAllowed())
            co_return std::unexpected(missingScope(exchange->route->access()));
    }
    if (!hooks.whether || exchange->route->options.scope == Scope::Public
        || !exchange->isAuthenticated)
        co_return {};
    core::Task<> asking = hooks.whether(exchange->methodName,
                                        QString::fromUtf8(exchange->request->path),
                                        exchange->request->caller);
    core::Result<> answer = co_await asking;
    co_return answer;
}

static core::Task<Response> recorded(ExchangePtr exchange, Hooks hooks, Auditor auditor)
{
    const core::Result<> admitted = co_await letIn(exchange, std::move(hooks));
    if (!admitted)
        co_return std::unexpected(admitted.error());
    core::Task<Response> task = handled(exchange);
    core::Result<Response> result = co_await task;
    const Request &request = *exchange->request;
    const QString action = exchange->route->options.audit;
    if (!auditor || action.isEmpty() || !result || result->status >= 300
        || result->headers.contains("Idempotency-Replayed"))
        co_return result;
    Change change;
    change.action = action;
    change.subject = subjectOf(request, *result);
    change.caller = request.caller;
    const core::Result<> written = co_await auditor(change);
    if (!written)
        qCCritical(lcRequest).noquote()
            << "A change is not in the record:" << action << written.error().message;
    co_return result;
}

QCoro::Task<> Server::run(QPointer<Connection> connection, ExchangePtr exchange, Hooks hooks,
                          Auditor auditor)
{
    const core::UnderWay underWay("answering a request");
    core::Task<Response> task = recorded(exchange, std::move(hooks), std::move(auditor));
    core::Result<Response> result = co_await task;
    Response response = result
                            ? *result
                            : errorResponse(result.error(), errorForm(exchange->request->headers));
    if (response.status == 401)
        response.headers.append(Known::WWWAuthenticate, "Bearer");
    if (connection)
        connection->answer(exchange, std::move(response));
    else if (response.afterSent)
        response.afterSent();
}

// The handshake is still unread, so a refusal can be a plain answer.
core::Task<> Server::admitSocket(QPointer<QTcpSocket> socket, ExchangePtr exchange)
{
    const core::Result<> admitted = co_await letIn(exchange, m_hooks);
    if (!socket)
        co_return {};
    if (admitted) {
        record(*exchange, 101, 0);
        m_sockets->accept(socket, exchange);
        co_return {};
    }
    record(*exchange, 403, 0);
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    socket->write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    socket->skip(socket->bytesAvailable());
    socket->disconnectFromHost();
    co_return {};
}

void Server::upgrade(QTcpSocket *socket, ExchangePtr exchange)
{
    if (exchange->wait.count() == 0)
        return takeOver(socket, std::move(exchange));
    QTimer::singleShot(exchange->wait, socket, [self = QPointer(this), socket, exchange] {
        if (self && socket->state() == QAbstractSocket::ConnectedState)
            self->takeOver(socket, exchange);
        else
            socket->deleteLater();
    });
}

void Server::takeOver(QTcpSocket *socket, ExchangePtr exchange)
{
    if (m_hooks.who || m_hooks.whether)
        return core::spawn(admitSocket(socket, std::move(exchange)), "asking about a socket");
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

/// Printable, and not longer than anybody would read.
static QString readableValue(QByteArrayView value)
{
    QString text = QString::fromLatin1(value.first(qMin<qsizetype>(200, value.size())));
    for (QChar &each : text) {
        if (each.unicode() < 0x20 || each.unicode() > 0x7e)
            each = '?';
    }
    return text;
}

/// What may be shown of the headers of a request. All others may hold a secret, and are left out.
static QList<std::pair<QString, QString>> shownHeaders(const QHttpHeaders &headers)
{
    using enum QHttpHeaders::WellKnownHeader;
    QList<std::pair<QString, QString>> shown;
    for (const auto name : {Host, UserAgent, Accept, ContentType, ContentLength, Origin}) {
        if (const QByteArrayView value = headers.value(name); !value.isEmpty())
            shown.append({QString::fromLatin1(QHttpHeaders::wellKnownHeaderName(name)),
                          readableValue(value)});
    }
    for (const QLatin1StringView secret :
         {QLatin1StringView("authorization"), QLatin1StringView("x-session-api-key"),
          QLatin1StringView("cookie")}) {
        if (headers.contains(secret))
            shown.append({secret, QStringLiteral("***")});
    }
    return shown;
}

/// What a request was about: only what its caller was let in to.
static QMap<QString, QString> subjectsOf(const Exchange &exchange, int status)
{
    if (!exchange.route || status >= 400 || exchange.match.values.isEmpty())
        return {};
    // "/conversations/{id}/events"
    const QStringList parts = exchange.route->path.split('/');
    const auto valueBehind = [&](const QString &name) {
        const QString place = parts.value(parts.indexOf(name) + 1);
        const bool isNamed = parts.contains(name) && place.startsWith('{') && place.endsWith('}');
        return isNamed ? exchange.match.values.value(place.sliced(1).chopped(1)) : QString();
    };
    QMap<QString, QString> subjects;
    if (const QString id = valueBehind("conversations"); !id.isEmpty())
        subjects.insert("conversation", core::canonicalUuid(id).value_or(id));
    if (const QString id = valueBehind("workspaces"); !id.isEmpty())
        subjects.insert("workspace", id);
    return subjects;
}

void Server::record(const Exchange &exchange, int status, qint64 bytesSent)
{
    Record record;
    record.method = exchange.methodName.isEmpty() ? QByteArray("-") : exchange.methodName;
    record.path = exchange.request->path.isEmpty() ? "-" : readablePath(exchange.request->path);
    record.route = exchange.route ? exchange.route->path : QString();
    record.operation = exchange.route ? exchange.route->operation : QString();
    record.status = status;
    record.duration = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - exchange.start);
    record.bytesSent = bytesSent;
    record.requestId = exchange.request->caller.requestId;
    record.userId = exchange.request->caller.userId;
    record.client = exchange.request->caller.peer.toString();
    record.headers = shownHeaders(exchange.request->headers);
    record.trace = exchange.request->caller.trace;
    record.outerSpan = exchange.outerSpan;
    const double milliseconds = static_cast<double>(record.duration.count()) / 1000.0;
    QMap<QString, QString> context = subjectsOf(exchange, status);
    context.insert("user", record.userId);
    context.insert("request_id", record.requestId);
    const core::LogScope scope(std::move(context));
    qCInfo(lcRequest).noquote() << record.method << record.path << status
                                << QString::number(milliseconds, 'f', 1) + " ms" << bytesSent
                                << "bytes" << record.requestId;
    emit answered(record);
}

core::Task<> Server::stop()
{
    m_phase = Phase::Ending;
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
    m_listener->close();
    for (Connection *connection :
         m_listener->findChildren<Connection *>(Qt::FindDirectChildrenOnly))
        connection->abort();
    m_sockets->abortAll();
    co_return {};
}

#include "moc_Server.cpp"
