// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "docker/Endpoint.h"

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QSslConfiguration>
#include <QTimer>
#include <QUrlQuery>

#include <functional>

namespace docker {

/// One request to the engine; its path has no version in front.
struct Call
{
    QByteArray method = "GET";
    QString path;
    QUrlQuery query = {};
    QByteArray body = {};
    QByteArray contentType = "application/json";
    std::shared_ptr<QIODevice> upload = {}; ///< instead of a body: open, with a known size
    /// Between two signs of life; zero waits for ever.
    std::chrono::milliseconds timeout = std::chrono::seconds(10);
    qint64 maxBytes = 16 << 20; ///< of the answer
};

/// Which engine answers, and what it speaks.
struct EngineVersion
{
    QString version;
    QString apiVersion; ///< the newest that it speaks
    QString oldestApiVersion;
    QString operatingSystem;
    QString architecture;
    bool isPodman = false;
};

/// The TLS settings for an https endpoint.
QSslConfiguration tlsOf(const Endpoint &endpoint);

/// A piece of an answer as it arrives; false ends the call.
using PieceSink = std::function<bool(const QByteArray &piece)>;

/// The HTTP API of a Docker or Podman engine.
///
/// Errors carry the engine's own words: Invalid (400), NotFound, Conflict (409), Upstream (500 and
/// what is no HTTP), Unavailable (nobody listens, no permission, 503), Timeout, TooLarge,
/// Cancelled.
class Engine : public QObject
{
public:
    explicit Engine(Endpoint endpoint, QObject *parent = nullptr);

    const Endpoint &endpoint() const { return m_endpoint; }
    /// Asks who it is and agrees on a version of the API; before any other call. Unavailable when
    /// the engine is too old or too new.
    core::Task<EngineVersion> connect();

    /// The body of a successful answer.
    core::Task<QByteArray> send(Call call, std::stop_token stop = {});
    /// As send(), read as JSON.
    core::Task<QJsonValue> json(Call call, std::stop_token stop = {});
    /// As send(), but piece by piece; nothing is kept.
    core::Task<> stream(Call call, PieceSink sink, std::stop_token stop = {});
    /// The target of a call as it stands in an HTTP request line.
    QByteArray target(const QString &path, const QUrlQuery &query = {}) const;

    /// The error that an answer which is no success stands for.
    static core::Error errorOf(int status, const QByteArray &body);

private:
    QNetworkReply *start(const Call &call);
    core::Task<QByteArray> exchange(Call call, PieceSink sink, std::stop_token stop);

    Endpoint m_endpoint;
    QNetworkAccessManager m_network;
    QString m_apiVersion; ///< agreed on; empty before connect()
};

/// The first of @p candidates that answers, connected. Unavailable with what each of them said.
core::Task<std::shared_ptr<Engine>> findEngine(QList<Endpoint> candidates);

} // namespace docker
