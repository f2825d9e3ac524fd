// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "net/AddressPolicy.h"

#include <QHttpHeaders>
#include <QUrl>

#include <functional>

class QNetworkAccessManager;
class QNetworkReply;

namespace net {

/// An HTTP request to another machine. Only http and https leave the server.
struct Request
{
    QByteArray method = "GET";
    QUrl url;
    QHttpHeaders headers;
    QByteArray body;
    /// For a whole answer: until its end. For a stream: between two pieces. Nothing means no limit.
    std::optional<std::chrono::milliseconds> timeout = std::chrono::minutes(1);
    qint64 maxBodyBytes = 64 << 20; ///< of the answer, after decompression; more is TooLarge
    Reach reach = Reach::Any;
    QString purpose; ///< for the log: "asking a language model"
};

/// The answer to a Request, whatever its status.
struct Response
{
    int status = 0;
    QHttpHeaders headers;
    QByteArray body; ///< empty when a sink took it

    bool isSuccess() const { return status >= 200 && status < 300; }
    QByteArray header(QAnyStringView name) const { return headers.combinedValue(name); }
};

/// Finds the addresses of a host.
using Resolver =
    std::function<core::Task<QList<QHostAddress>>(const QString &host, std::stop_token stop)>;

using ChunkSink = std::function<void(const QByteArray &chunk)>;

/// Sends every HTTP request that leaves the server. HTTP/1.1 with keep-alive; no cookies, no cache,
/// no stored passwords. Nothing of a body or a header is ever logged.
///
/// Errors: Cancelled (@p stop), Timeout, TooLarge, Forbidden (the address is not allowed),
/// Unavailable (not reached, or the connection broke, also in the middle of a body), Upstream (no
/// valid HTTP or TLS), Invalid (not an http URL). An HTTP status is never an error.
///
/// A GET or HEAD that carries nothing secret follows up to five redirects; any other answers with
/// the redirect itself.
class Outbound
{
public:
    Outbound();
    ~Outbound();
    Outbound(const Outbound &) = delete;
    Outbound &operator=(const Outbound &) = delete;

    /// What requests with Reach::PublicOnly may reach besides public addresses.
    void setAllowed(AllowList allowed) { m_allowed = std::move(allowed); }

    /// Asked instead of the system for requests with Reach::PublicOnly.
    void setResolver(Resolver resolver) { m_resolver = std::move(resolver); }

    core::Task<Response> send(Request request, std::stop_token stop);
    /// As send(), but a successful answer's body goes to @p sink piece by piece, as it arrives. The
    /// body of any other answer is in the response.
    ///
    /// An answer that breaks off is Unavailable, with one exception: Qt may take a chunked one for
    /// whole when the end of the connection is seen with its last bytes. So what comes in chunks
    /// must say itself that it is complete, as JSON and the streams of models do.
    core::Task<Response> send(Request request, ChunkSink sink, std::stop_token stop);

private:
    core::Task<Response> exchange(Request request, ChunkSink sink, std::stop_token stop);
    core::Task<QUrl> checkedUrl(QUrl url, Reach reach, std::stop_token stop) const;
    QNetworkReply *start(const Request &request, const QUrl &checkedUrl);
    QNetworkAccessManager &manager();

    std::unique_ptr<QNetworkAccessManager> m_manager; ///< made on first use: it loads TLS
    AllowList m_allowed;
    Resolver m_resolver;
};

} // namespace net
