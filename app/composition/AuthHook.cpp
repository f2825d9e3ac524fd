// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "AuthHook.h"

#include "HookQuestion.h"
#include "core/Clock.h"
#include "identity/Principal.h"

#include <QCryptographicHash>

using namespace composition;
using core::Error;

static constexpr int mostWaiting = 64;
static constexpr qsizetype mostRemembered = 10000;
static constexpr std::chrono::seconds strangerLife(5);
static constexpr qint64 longestLife = 3600;

namespace {

/// {"user": "ann", "scopes": ["write"], "expires_in": 60}
struct WhoAnswer
{
    QString user;
    QStringList scopes = {identity::scopeWrite};
    qint64 expiresIn = 60; ///< seconds for which it may be remembered

    static constexpr auto fields()
    {
        return std::tuple{json::field("user", &WhoAnswer::user),
                          json::optional("scopes", &WhoAnswer::scopes),
                          json::optional("expires_in", &WhoAnswer::expiresIn)};
    }
};

/// {"allow": false, "message": "Not on Sundays.", "notes": {...}}
struct WhetherAnswer
{
    bool allow = false;
    QString message = "This request is not allowed here.";
    QJsonObject notes;

    static constexpr auto fields()
    {
        return std::tuple{json::field("allow", &WhetherAnswer::allow),
                          json::optional("message", &WhetherAnswer::message),
                          json::optional("notes", &WhetherAnswer::notes)};
    }
};

QByteArray digest(const QByteArray &key)
{
    return QCryptographicHash::hash(key, QCryptographicHash::Sha256);
}

qint64 microseconds()
{
    return core::Clock::system().now().count();
}

} // namespace

AuthHook::AuthHook(QUrl url, identity::Users *users, identity::Keys *keys, net::Outbound *outbound)
    : m_url(std::move(url))
    , m_users(users)
    , m_keys(keys)
    , m_outbound(outbound)
{}

std::optional<api::Principal> AuthHook::remembered(const QByteArray &key) const
{
    const auto entry = m_entries.constFind(digest(key));
    if (entry == m_entries.constEnd() || !entry->principal || entry->until <= microseconds()
        || m_keys->isDisabled(entry->principal->userId))
        return {};
    return entry->principal;
}

core::Task<std::optional<api::Principal>> AuthHook::ask(QByteArray key)
{
    const auto entry = m_entries.constFind(digest(key));
    if (entry != m_entries.constEnd() && entry->until > microseconds())
        co_return remembered(key);
    if (m_waiting >= mostWaiting)
        co_return std::unexpected(noHookAnswer("auth"));
    ++m_waiting;
    core::Task<std::optional<api::Principal>> asking = askNow(key);
    core::Result<std::optional<api::Principal>> answer = co_await asking;
    --m_waiting;
    co_return answer;
}

core::Task<std::optional<api::Principal>> AuthHook::askNow(QByteArray key)
{
    const QJsonObject body{{"key", QString::fromUtf8(key)}};
    net::Request request = hookQuestion(m_url, body, "asking who bears a key");
    const core::Result<net::Response> response = co_await m_outbound->send(std::move(request),
                                                                           std::stop_token());
    const int status = response ? response->status : 0;
    if (status == 401 || status == 403 || status == 404) {
        remember(key, std::nullopt, strangerLife);
        co_return std::optional<api::Principal>();
    }
    if (status != 200)
        co_return std::unexpected(noHookAnswer("auth"));
    co_return co_await principalFrom(key, response->body);
}

core::Task<std::optional<api::Principal>> AuthHook::principalFrom(QByteArray key, QByteArray answer)
{
    static const QStringList known{identity::scopeRead, identity::scopeWrite, identity::scopeAdmin,
                                   identity::scopeMetrics};
    const std::optional<WhoAnswer> who = readHookAnswer<WhoAnswer>(answer);
    const bool isGood = who && std::ranges::all_of(who->scopes, [](const QString &scope) {
        return known.contains(scope);
    });
    if (!isGood)
        co_return std::unexpected(noHookAnswer("auth"));
    const core::Result<identity::User> there = co_await m_users->ensure(who->user);
    if (!there)
        co_return std::unexpected(noHookAnswer("auth"));
    api::Principal principal;
    principal.userId = who->user;
    principal.keyId = "hook-" + QString::fromLatin1(digest(key).toHex().first(16));
    principal.scopes = who->scopes;
    remember(key, principal, std::chrono::seconds(qBound<qint64>(0, who->expiresIn, longestLife)));
    if (m_keys->isDisabled(principal.userId))
        co_return std::optional<api::Principal>();
    co_return std::optional(principal);
}

void AuthHook::remember(const QByteArray &key, std::optional<api::Principal> principal,
                        std::chrono::seconds life)
{
    if (m_entries.size() >= mostRemembered)
        m_entries.clear();
    const qint64 until = microseconds() + std::chrono::microseconds(life).count();
    m_entries.insert(digest(key), {std::move(principal), until});
}

static core::Task<> askWhether(QUrl url, net::Outbound *outbound, QByteArray method, QString path,
                               api::Caller caller)
{
    const QJsonObject body{{"method", QString::fromLatin1(method)},
                           {"path", path},
                           {"user", caller.userId},
                           {"key_id", caller.keyId},
                           {"request_id", caller.requestId}};
    net::Request request = hookQuestion(url, body, "asking whether a request may go on");
    const core::Result<net::Response> response = co_await outbound->send(std::move(request),
                                                                         caller.stop);
    const std::optional<WhetherAnswer> answer = response && response->status == 200
                                                    ? readHookAnswer<WhetherAnswer>(response->body)
                                                    : std::nullopt;
    if (!answer)
        co_return std::unexpected(noHookAnswer("request"));
    if (!answer->allow)
        co_return core::fail(Error::Kind::Forbidden, answer->message);
    for (auto note = answer->notes.begin(); note != answer->notes.end(); ++note)
        caller.notes->insert(note.key(), note.value());
    co_return {};
}

api::AskWhether composition::requestHook(QUrl url, net::Outbound *outbound)
{
    return
        [url, outbound](const QByteArray &method, const QString &path, const api::Caller &caller) {
        return askWhether(url, outbound, method, path, caller);
    };
}
