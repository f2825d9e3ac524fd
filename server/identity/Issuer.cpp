// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/Issuer.h"

#include "core/Json.h"

using core::Error;

static constexpr qint64 largestDocument = 512 << 10;

static std::unexpected<Error> noIssuer()
{
    return core::fail(Error::Kind::Unavailable,
                      "The issuer of tokens does not answer; try again later.");
}

identity::Issuer::Issuer(QString name, net::Outbound *outbound, const core::Clock *clock)
    : Issuer(std::move(name), outbound, clock, Patience())
{}

identity::Issuer::Issuer(QString name, net::Outbound *outbound, const core::Clock *clock,
                         Patience patience)
    : m_name(std::move(name))
    , m_outbound(outbound)
    , m_clock(clock)
    , m_patience(patience)
{}

bool identity::Issuer::isOlderThan(std::chrono::seconds age) const
{
    return !m_keys || m_clock->monotonic() - m_fetchedAt > age;
}

core::Task<std::shared_ptr<const identity::JsonWebKeys>> identity::Issuer::keysFor(Token token)
{
    const bool isWanted = isOlderThan(m_patience.fresh) || !m_keys->fits(token);
    const bool mayAsk = !m_askedAt || m_clock->monotonic() - *m_askedAt >= m_patience.pause;
    if (isWanted && (mayAsk || m_asking)) {
        const core::Result<> refreshed = co_await refresh();
        if (!refreshed)
            qCWarning(lcIdentity).noquote()
                << "The keys of the issuer of tokens were not read:" << refreshed.error().message;
    }
    if (isOlderThan(m_patience.usable))
        co_return noIssuer();
    const std::shared_ptr<const JsonWebKeys> keys = m_keys;
    co_return keys;
}

/// Asks once for all who want to know at the same time.
core::Task<> identity::Issuer::refresh()
{
    if (const std::optional<core::Deferred<bool>> asking = m_asking) {
        co_await *asking;
        co_return {};
    }
    const core::Deferred<bool> asking = m_asking.emplace();
    m_askedAt = m_clock->monotonic();
    const core::Result<> fetched = co_await fetch();
    m_asking.reset();
    asking.resolve(true);
    co_return fetched;
}

core::Task<> identity::Issuer::fetch()
{
    const QString base = m_name.endsWith('/') ? m_name.chopped(1) : m_name;
    const QUrl discovery(base + "/.well-known/openid-configuration");
    const core::Result<QJsonObject> description = co_await document(discovery);
    if (!description)
        co_return std::unexpected(description.error());
    if (description->value("issuer") != m_name)
        co_return core::fail(Error::Kind::Upstream, "It calls itself by another name.");
    const QUrl address(description->value("jwks_uri").toString(), QUrl::StrictMode);
    if (!address.isValid() || (discovery.scheme() == "https" && address.scheme() != "https"))
        co_return core::fail(Error::Kind::Upstream, "It names no address of its keys.");
    const core::Result<QJsonObject> set = co_await document(address);
    if (!set)
        co_return std::unexpected(set.error());
    auto keys = std::make_shared<const JsonWebKeys>(JsonWebKeys::read(*set));
    if (keys->isEmpty())
        co_return core::fail(Error::Kind::Upstream, "None of its keys can be used here.");
    m_keys = std::move(keys);
    m_fetchedAt = m_clock->monotonic();
    co_return {};
}

core::Task<QJsonObject> identity::Issuer::document(QUrl url)
{
    net::Request request;
    request.url = std::move(url);
    request.timeout = m_patience.answer;
    request.maxBodyBytes = largestDocument;
    request.purpose = "asking for the keys of an issuer of tokens";
    const core::Result<net::Response> response = co_await m_outbound->send(std::move(request),
                                                                           std::stop_token());
    if (!response)
        co_return std::unexpected(response.error());
    const core::Result<QJsonValue> value = json::parse(response->body);
    if (response->status != 200 || !value || !value->isObject())
        co_return core::fail(
            Error::Kind::Upstream,
            QString("Its answer, of status %1, cannot be used.").arg(response->status));
    co_return value->toObject();
}
