// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/Outbound.h"

#include "net/Lookup.h"
#include "net/Transfer.h"

#include <QHttp1Configuration>
#include <QNetworkAccessManager>

#include <algorithm>

using Kind = core::Error::Kind;

// A header that is not known to be harmless may be somebody's key.
static bool carriesCredentials(const net::Request &request)
{
    static const QList<QByteArray> harmless{"accept",       "accept-encoding", "accept-language",
                                            "content-type", "http-referer",    "range",
                                            "user-agent",   "x-title"};
    if (!request.url.userInfo().isEmpty())
        return true;
    for (qsizetype index = 0; index < request.headers.size(); ++index) {
        const QLatin1StringView name = request.headers.nameAt(index);
        if (!harmless.contains(QByteArrayView(name.data(), name.size())))
            return true;
    }
    return false;
}

static bool followsRedirects(const net::Request &request)
{
    return (request.method == "GET" || request.method == "HEAD") && !carriesCredentials(request);
}

static std::optional<QUrl> redirectTarget(const QUrl &from, const net::Response &response)
{
    static const QList<int> redirects{301, 302, 303, 307, 308};
    const QByteArray location = response.header("location");
    if (!redirects.contains(response.status) || location.isEmpty())
        return {};
    const QUrl target = from.resolved(QUrl::fromEncoded(location));
    const bool isDowngrade = from.scheme() == "https" && target.scheme() != "https";
    return isDowngrade ? std::nullopt : std::optional(target);
}

// A machine without a way into IPv6 would wait for it in vain.
static QHostAddress preferred(const QList<QHostAddress> &addresses)
{
    const auto it = std::ranges::find(addresses, QAbstractSocket::IPv4Protocol,
                                      &QHostAddress::protocol);
    return it == addresses.end() ? addresses.constFirst() : *it;
}

net::Outbound::Outbound() = default;
net::Outbound::~Outbound() = default;

core::Task<net::Response> net::Outbound::send(Request request, std::stop_token stop)
{
    return send(std::move(request), {}, std::move(stop));
}

core::Task<net::Response> net::Outbound::send(Request request, ChunkSink sink, std::stop_token stop)
{
    constexpr int mostRedirects = 5;
    const bool follows = followsRedirects(request);
    for (int redirects = 0; redirects <= mostRedirects; ++redirects) {
        core::Result<Response> response = co_await exchange(request, sink, stop);
        const std::optional<QUrl> target = response && follows
                                               ? redirectTarget(request.url, *response)
                                               : std::nullopt;
        if (!target)
            co_return response;
        request.url = *target;
    }
    co_return core::fail(Kind::Upstream, request.url.host() + " redirects in a circle.");
}

core::Task<net::Response> net::Outbound::exchange(Request request, ChunkSink sink,
                                                  std::stop_token stop)
{
    const core::Result<QUrl> url = co_await checkedUrl(request.url, request.reach, stop);
    if (!url)
        co_return std::unexpected(url.error());
    Transfer transfer(start(request, *url), request, std::move(sink));
    const std::stop_callback cancel(stop, [&transfer] { transfer.cancel(); });
    const core::Deferred<core::Result<Response>> ended = transfer.ended();
    core::Result<Response> response = co_await ended;
    qCDebug(lcNet).noquote() << "Finished" << request.purpose << "at" << request.url.host()
                             << "with"
                             << (response ? QString::number(response->status)
                                          : response.error().message);
    co_return response;
}

// The address that was checked is the one that is dialled: a second look-up could give another.
core::Task<QUrl> net::Outbound::checkedUrl(QUrl url, Reach reach, std::stop_token stop) const
{
    if (!url.isValid() || url.host().isEmpty()
        || (url.scheme() != "http" && url.scheme() != "https"))
        co_return core::fail(Kind::Invalid,
                             "A request needs an http or https address with a host.");
    if (reach == Reach::Any || m_allowed.containsHost(url.host(), effectivePort(url)))
        co_return url;
    core::Task<QList<QHostAddress>> search = m_resolver ? m_resolver(url.host(), stop)
                                                        : lookUp(url.host(), stop);
    const core::Result<QList<QHostAddress>> addresses = co_await search;
    if (!addresses)
        co_return std::unexpected(addresses.error());
    const bool allowed = std::ranges::all_of(*addresses, [this](const QHostAddress &address) {
        return isPublic(address) || m_allowed.containsAddress(address);
    });
    if (!allowed)
        co_return core::fail(Kind::Forbidden,
                             url.host() + " is not a public address, so it may not be reached.");
    url.setHost(preferred(*addresses).toString());
    co_return url;
}

QNetworkReply *net::Outbound::start(const Request &request, const QUrl &checkedUrl)
{
    QNetworkRequest prepared(checkedUrl);
    prepared.setHeaders(request.headers);
    if (!request.headers.contains("user-agent"))
        prepared.setRawHeader("User-Agent", "berth/" BERTH_VERSION);
    if (checkedUrl != request.url) {
        prepared.setRawHeader(
            "Host", request.url.authority(QUrl::FullyEncoded | QUrl::RemoveUserInfo).toUtf8());
        prepared.setPeerVerifyName(request.url.host(QUrl::FullyEncoded));
    }
    for (const auto attribute :
         {QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::CookieSaveControlAttribute,
          QNetworkRequest::AuthenticationReuseAttribute})
        prepared.setAttribute(attribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    prepared.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                          QNetworkRequest::ManualRedirectPolicy);
    prepared.setDecompressedSafetyCheckThreshold(-1); // the limit on the body covers it
    QHttp1Configuration connections;
    connections.setNumberOfConnectionsPerHost(
        64); // streams stay open for minutes; the default is 6
    prepared.setHttp1Configuration(connections);

    if (request.method == "GET")
        return manager().get(prepared);
    if (request.method == "HEAD")
        return manager().head(prepared);
    return manager().sendCustomRequest(prepared, request.method, request.body);
}

QNetworkAccessManager &net::Outbound::manager()
{
    if (!m_manager) {
        m_manager = std::make_unique<QNetworkAccessManager>();
        m_manager->setAutoDeleteReplies(false);
    }
    return *m_manager;
}
