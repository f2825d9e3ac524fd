// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/Client.h"

#include <QCoroNetworkReply>
#include <QFile>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSaveFile>

using core::Error;
using ui::Client;

static constexpr qsizetype longestMessage = 500;

static Error::Kind kindOf(int status)
{
    using enum Error::Kind;
    switch (status) {
    case 401: return Unauthorized;
    case 403: return Forbidden;
    case 404: return NotFound;
    case 409: return Conflict;
    case 413: return TooLarge;
    case 429: return RateLimited;
    case 502: return Upstream;
    case 503: return Unavailable;
    case 504: return Timeout;
    default: return status >= 500 ? Internal : Invalid;
    }
}

/// The first of the list that a 422 carries, as "field: what is wrong".
static QString firstProblem(const QJsonArray &list)
{
    const QJsonObject problem = list.first().toObject();
    QStringList path;
    for (const QJsonValue &step : problem.value("loc").toArray()) {
        if (step != "body")
            path.append(step.isDouble() ? QString::number(step.toInt()) : step.toString());
    }
    const QString message = problem.value("msg").toString();
    return path.isEmpty() ? message : path.join('.') + ": " + message;
}

core::Error ui::errorOf(int status, const QByteArray &body)
{
    const QJsonValue detail = QJsonDocument::fromJson(body).object().value("detail");
    QString message = detail.isArray() ? firstProblem(detail.toArray()) : detail.toString();
    // Of 500 and above the sentence is elsewhere, after the status.
    const QString exception = QJsonDocument::fromJson(body).object().value("exception").toString();
    if (const QString head = QString("%1: ").arg(status); exception.startsWith(head))
        message = exception.sliced(head.size());
    if (message.isEmpty())
        message = Client::tr("The server answered %1.").arg(status);
    return {kindOf(status), message.left(longestMessage)};
}

static Error errorOf(const QNetworkReply &reply, const QByteArray &body,
                     const std::stop_token &stop)
{
    if (stop.stop_requested())
        return {Error::Kind::Cancelled, "The request was given up."};
    const QVariant status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute);
    if (status.isValid())
        return ui::errorOf(status.toInt(), body);
    // The transfer timeout ends a request in the same way as abort() does.
    if (reply.error() == QNetworkReply::OperationCanceledError
        || reply.error() == QNetworkReply::TimeoutError)
        return {Error::Kind::Timeout, Client::tr("The server did not answer in time.")};
    return {Error::Kind::Unavailable,
            Client::tr("The server cannot be reached: %1").arg(reply.errorString())};
}

Client::Client(QUrl url, QString key, QObject *parent)
    : QObject(parent)
    , m_url(std::move(url))
    , m_key(std::move(key))
{
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    // A proxy of the desktop has nothing to do with a server of this machine.
    m_network.setProxy(QNetworkProxy::NoProxy);
}

Client::~Client()
{
    m_reader.quit();
    m_reader.wait();
}

QThread *Client::reader()
{
    if (!m_reader.isRunning()) {
        m_reader.setObjectName("reader");
        m_reader.start();
    }
    return &m_reader;
}

QUrl Client::url() const
{
    const QMutexLocker lock(&m_mutex);
    return m_url;
}

QString Client::key() const
{
    const QMutexLocker lock(&m_mutex);
    return m_key;
}

void Client::moveTo(QUrl url, QString key)
{
    const QMutexLocker lock(&m_mutex);
    m_url = std::move(url);
    m_key = std::move(key);
}

QNetworkRequest Client::request(const QString &path, const QUrlQuery &query) const
{
    QUrl url = this->url();
    url.setPath(path);
    url.setQuery(query);
    QNetworkRequest request(url);
    request.setRawHeader("X-Session-API-Key", key().toUtf8());
    request.setHeader(QNetworkRequest::UserAgentHeader, agentName);
    request.setTransferTimeout(m_deadline);
    return request;
}

QNetworkRequest Client::socketRequest(const QString &path, const QUrlQuery &query) const
{
    QNetworkRequest socket = request(path, query);
    QUrl url = socket.url();
    url.setScheme(url.scheme() == "https" ? "wss" : "ws");
    socket.setUrl(url);
    return socket;
}

core::Task<QJsonValue> Client::get(QString path, QUrlQuery query, std::stop_token stop)
{
    return send("GET", std::move(path), std::move(query), {}, std::move(stop));
}

core::Task<QJsonValue> Client::post(QString path, QJsonObject body, std::stop_token stop)
{
    return send("POST", std::move(path), {}, json::text(body), std::move(stop));
}

core::Task<QJsonValue> Client::put(QString path, QJsonObject body, QUrlQuery query,
                                   std::stop_token stop)
{
    return send("PUT", std::move(path), std::move(query), json::text(body), std::move(stop));
}

core::Task<QJsonValue> Client::patch(QString path, QJsonObject body, std::stop_token stop)
{
    return send("PATCH", std::move(path), {}, json::text(body), std::move(stop));
}

core::Task<QJsonValue> Client::remove(QString path, std::stop_token stop)
{
    return send("DELETE", std::move(path), {}, {}, std::move(stop));
}

/// What the server answered; an Error when that is no success.
core::Task<QByteArray> Client::finish(std::unique_ptr<QNetworkReply> reply, std::stop_token stop)
{
    const QPointer<QNetworkReply> watched(reply.get());
    const std::stop_callback giveUp(stop, [watched] {
        if (watched)
            watched->abort();
    });
    co_await reply.get();
    // It may have gone with its client since it has finished.
    if (!watched) {
        std::ignore = reply.release();
        co_return core::fail(Error::Kind::Cancelled, "The request was given up.");
    }
    const QByteArray answer = reply->readAll();
    if (reply->error() != QNetworkReply::NoError)
        co_return std::unexpected(::errorOf(*reply, answer, stop));
    co_return answer;
}

core::Task<QJsonValue> Client::send(QByteArray verb, QString path, QUrlQuery query, QByteArray body,
                                    std::stop_token stop)
{
    QNetworkRequest wanted = request(path, query);
    if (!body.isEmpty())
        wanted.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
    std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(wanted, verb, body));
    const core::Result<QByteArray> answer = co_await finish(std::move(reply), std::move(stop));
    if (!answer)
        co_return std::unexpected(answer.error());
    if (answer->isEmpty())
        co_return QJsonValue();
    co_return json::parse(*answer);
}

core::Task<QByteArray> Client::fetch(QString path, QUrlQuery query, std::stop_token stop)
{
    return finish(std::unique_ptr<QNetworkReply>(m_network.get(request(path, query))),
                  std::move(stop));
}

core::Task<> Client::download(QString path, QUrlQuery query, QString file, Progress progress,
                              std::stop_token stop)
{
    QSaveFile target(file);
    if (!target.open(QIODevice::WriteOnly))
        co_return core::fail(Error::Kind::Invalid,
                             tr("The file cannot be written: %1").arg(target.errorString()));
    std::unique_ptr<QNetworkReply> reply(m_network.get(request(path, query)));
    QNetworkReply *raw = reply.get();
    connect(raw, &QNetworkReply::readyRead, raw, [raw, &target] {
        // The words of an error are not the file.
        if (raw->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() < 300)
            target.write(raw->readAll());
    });
    connect(raw, &QNetworkReply::downloadProgress, raw, [progress](qint64 done, qint64 all) {
        if (progress)
            progress(done, all);
    });
    const core::Result<QByteArray> rest = co_await finish(std::move(reply), std::move(stop));
    if (!rest)
        co_return std::unexpected(rest.error());
    target.write(*rest);
    if (!target.commit())
        co_return core::fail(Error::Kind::Invalid,
                             tr("The file cannot be written: %1").arg(target.errorString()));
    co_return {};
}

core::Task<> Client::upload(QString file, QString path, Progress progress, std::stop_token stop)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        co_return core::fail(Error::Kind::Invalid,
                             tr("The file cannot be read: %1").arg(source.errorString()));
    QNetworkRequest wanted = request(path, {});
    wanted.setHeader(QNetworkRequest::ContentTypeHeader, "application/octet-stream");
    std::unique_ptr<QNetworkReply> reply(m_network.put(wanted, &source));
    connect(reply.get(), &QNetworkReply::uploadProgress, reply.get(),
            [progress](qint64 done, qint64 all) {
        if (progress)
            progress(done, all);
    });
    const core::Result<QByteArray> done = co_await finish(std::move(reply), std::move(stop));
    if (!done)
        co_return std::unexpected(done.error());
    co_return {};
}

#include "moc_Client.cpp"
