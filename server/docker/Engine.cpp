// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Engine.h"

#include "core/Json.h"

#include <QFile>
#include <QHttp1Configuration>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QVersionNumber>

#include <unistd.h>

using namespace docker;
using core::Error;

namespace {

/// What this client was written for: Docker 20.10 and Podman 4 at the old end.
const QVersionNumber oldestApi(1, 40);
const QVersionNumber newestApi(1, 45);
/// QNetworkAccessManager's own limit of six would let a few followed streams block everything.
constexpr int connections = 250;

QString wordsIn(const QByteArray &body)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    const QString words = object.value("message").toString(object.value("cause").toString());
    return words.isEmpty() ? QString::fromUtf8(body.left(500)).trimmed() : words;
}

Error::Kind kindOf(int status)
{
    switch (status) {
    case 400: return Error::Kind::Invalid;
    case 403: return Error::Kind::Forbidden;
    case 404: return Error::Kind::NotFound;
    case 409: return Error::Kind::Conflict;
    case 503: return Error::Kind::Unavailable;
    default: return Error::Kind::Upstream;
    }
}

Error connectionError(const Endpoint &endpoint, const QNetworkReply &reply)
{
    const QString place = endpoint.text();
    if (reply.error() == QNetworkReply::OperationCanceledError)
        return {Error::Kind::Timeout, "The engine at " + place + " took too long to answer."};
    if (!endpoint.socketPath.isEmpty()) {
        if (!QFile::exists(endpoint.socketPath))
            return {Error::Kind::Unavailable,
                    "No engine at " + place + ": there is no such socket."};
        if (access(QFile::encodeName(endpoint.socketPath).constData(), R_OK | W_OK) != 0
            && errno == EACCES)
            return {Error::Kind::Unavailable,
                    "No permission to use the engine at " + place
                        + ": this user must be in the group that owns the socket."};
    }
    return {Error::Kind::Unavailable,
            "The engine at " + place + " does not answer: " + reply.errorString()};
}

} // namespace

QSslConfiguration docker::tlsOf(const Endpoint &endpoint)
{
    const QString folder = endpoint.certificates;
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    const QList<QSslCertificate> authorities = QSslCertificate::fromPath(folder + "/ca.pem");
    if (!authorities.isEmpty())
        tls.setCaCertificates(authorities);
    tls.setLocalCertificateChain(QSslCertificate::fromPath(folder + "/cert.pem"));
    QFile file(folder + "/key.pem");
    if (!file.open(QIODevice::ReadOnly))
        return tls;
    const QByteArray pem = file.readAll();
    QSslKey key(pem, QSsl::Rsa);
    tls.setPrivateKey(key.isNull() ? QSslKey(pem, QSsl::Ec) : key);
    return tls;
}

core::Error Engine::errorOf(int status, const QByteArray &body)
{
    return {kindOf(status), wordsIn(body)};
}

Engine::Engine(Endpoint endpoint, QObject *parent)
    : QObject(parent)
    , m_endpoint(std::move(endpoint))
{
    m_network.setAutoDeleteReplies(false);
}

QByteArray Engine::target(const QString &path, const QUrlQuery &query) const
{
    QUrl url;
    url.setPath((m_apiVersion.isEmpty() ? QString() : "/v" + m_apiVersion) + path);
    url.setQuery(query);
    return url.toEncoded();
}

QNetworkReply *Engine::start(const Call &call)
{
    QUrl url = m_endpoint.url;
    QNetworkRequest request;
    if (!m_endpoint.socketPath.isEmpty()) {
        url = QUrl("unix+http://engine");
        request.setAttribute(QNetworkRequest::FullLocalServerNameAttribute, m_endpoint.socketPath);
    } else if (!m_endpoint.certificates.isEmpty()) {
        request.setSslConfiguration(tlsOf(m_endpoint));
    }
    request.setUrl(url.resolved(QUrl::fromEncoded(target(call.path, call.query))));
    QHttp1Configuration http;
    http.setNumberOfConnectionsPerHost(connections);
    request.setHttp1Configuration(http);
    request.setRawHeader("Accept-Encoding", "identity");
    if (!call.body.isEmpty() || call.upload)
        request.setHeader(QNetworkRequest::ContentTypeHeader, call.contentType);
    if (!call.upload)
        return m_network.sendCustomRequest(request, call.method, call.body);
    request.setHeader(QNetworkRequest::ContentLengthHeader, call.upload->size());
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    return m_network.sendCustomRequest(request, call.method, call.upload.get());
}

/// What happens to one reply until it ends.
class Conversation : public QObject
{
public:
    Conversation(QNetworkReply *reply, const Call &call, PieceSink sink)
        : m_reply(reply)
        , m_sink(std::move(sink))
        , m_maxBytes(call.maxBytes)
    {
        m_silence.setSingleShot(true);
        m_silence.setInterval(call.timeout);
        alive();
        connect(&m_silence, &QTimer::timeout, reply, &QNetworkReply::abort);
        connect(reply, &QNetworkReply::readyRead, this, [this] { read(); });
        connect(reply, &QNetworkReply::uploadProgress, this, [this] { alive(); });
        connect(reply, &QNetworkReply::finished, this, [this] {
            read();
            ended.resolve(true);
        });
    }
    ~Conversation() override
    {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
    }

    int status() const
    {
        return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }
    bool isSuccess() const { return (status() >= 200 && status() < 300) || status() == 304; }
    const QNetworkReply &reply() const { return *m_reply; }

    core::Deferred<bool> ended;
    QByteArray body;
    bool isTooLarge = false;
    bool hadEnough = false; ///< the sink wants no more

private:
    void alive()
    {
        if (m_silence.interval() > 0)
            m_silence.start();
    }
    void read()
    {
        if (!m_reply->isOpen() || isTooLarge || hadEnough)
            return;
        const QByteArray piece = m_reply->readAll();
        if (piece.isEmpty())
            return;
        alive();
        if (m_sink && isSuccess()) {
            hadEnough = !m_sink(piece);
        } else {
            body += piece;
            isTooLarge = body.size() > m_maxBytes;
        }
        if (isTooLarge || hadEnough)
            ended.resolve(true);
    }

    QNetworkReply *m_reply;
    PieceSink m_sink;
    qint64 m_maxBytes;
    QTimer m_silence;
};

core::Task<QByteArray> Engine::exchange(Call call, PieceSink sink, std::stop_token stop)
{
    const auto talk = std::make_unique<Conversation>(start(call), call, std::move(sink));
    const core::Deferred<bool> ended = talk->ended;
    const std::stop_callback stopped(stop, [ended] { ended.resolve(false); });
    co_await ended;
    if (stop.stop_requested())
        co_return core::fail(Error::Kind::Cancelled, "The request to the engine was cancelled.");
    if (talk->isTooLarge)
        co_return core::fail(Error::Kind::TooLarge,
                             "The engine's answer to " + call.path + " is too large.");
    if (talk->hadEnough)
        co_return QByteArray();
    const bool isTimeout = talk->reply().error() == QNetworkReply::OperationCanceledError;
    if (talk->status() == 0 || isTimeout)
        co_return std::unexpected(connectionError(m_endpoint, talk->reply()));
    if (!talk->isSuccess())
        co_return std::unexpected(errorOf(talk->status(), talk->body));
    if (talk->reply().error() != QNetworkReply::NoError && talk->status() != 304)
        co_return core::fail(Error::Kind::Unavailable,
                             "The engine's answer to " + call.path
                                 + " broke off: " + talk->reply().errorString());
    co_return talk->body;
}

core::Task<QByteArray> Engine::send(Call call, std::stop_token stop)
{
    PieceSink none;
    co_return co_await exchange(std::move(call), std::move(none), stop);
}

core::Task<> Engine::stream(Call call, PieceSink sink, std::stop_token stop)
{
    const core::Result<QByteArray> done = co_await exchange(std::move(call), std::move(sink), stop);
    if (!done)
        co_return std::unexpected(done.error());
    co_return {};
}

core::Task<QJsonValue> Engine::json(Call call, std::stop_token stop)
{
    const QString path = call.path;
    const core::Result<QByteArray> body = co_await send(std::move(call), stop);
    if (!body)
        co_return std::unexpected(body.error());
    const core::Result<QJsonValue> value = ::json::parse(*body);
    if (!value)
        co_return core::fail(Error::Kind::Upstream,
                             "The engine's answer to " + path + " is no JSON.");
    co_return *value;
}

core::Task<EngineVersion> Engine::connect()
{
    m_apiVersion.clear();
    Call call;
    call.path = "/version";
    const core::Result<QJsonValue> answer = co_await json(call);
    if (!answer)
        co_return std::unexpected(answer.error());
    const QJsonObject object = answer->toObject();
    EngineVersion version{.version = object.value("Version").toString(),
                          .apiVersion = object.value("ApiVersion").toString(),
                          .oldestApiVersion = object.value("MinAPIVersion").toString(),
                          .operatingSystem = object.value("Os").toString(),
                          .architecture = object.value("Arch").toString()};
    const QJsonArray components = object.value("Components").toArray();
    version.isPodman = std::ranges::any_of(components, [](const QJsonValue &component) {
        return component["Name"].toString().contains("Podman");
    });
    const auto newest = QVersionNumber::fromString(version.apiVersion);
    const auto oldest = QVersionNumber::fromString(version.oldestApiVersion);
    if (newest < oldestApi || oldest > newestApi)
        co_return core::fail(Error::Kind::Unavailable,
                             QString("The engine at %1 (version %2) speaks API %3 to %4; Berth "
                                     "speaks %5 to %6.")
                                 .arg(m_endpoint.text(), version.version, version.oldestApiVersion,
                                      version.apiVersion, oldestApi.toString(),
                                      newestApi.toString()));
    m_apiVersion = qMin(newest, newestApi).toString();
    co_return version;
}

core::Task<std::shared_ptr<Engine>> docker::findEngine(QList<Endpoint> candidates)
{
    QStringList reasons;
    for (const Endpoint &candidate : candidates) {
        const auto engine = std::make_shared<Engine>(candidate);
        const core::Result<EngineVersion> version = co_await engine->connect();
        if (version)
            co_return engine;
        reasons.append(version.error().message + " (" + candidate.source + ")");
    }
    co_return core::fail(Error::Kind::Unavailable,
                         reasons.isEmpty() ? "No engine is known." : reasons.join('\n'));
}
