// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/BearerTokens.h"

#include <QCryptographicHash>

using namespace std::chrono;
using core::Error;

namespace {

/// After this long a token is checked again: its issuer may have withdrawn the key.
constexpr minutes trustedFor{5};
constexpr qsizetype longestClaim = 256;

std::unexpected<Error> unauthorized(const QString &sentence)
{
    return core::fail(Error::Kind::Unauthorized, sentence);
}

QByteArray digestOf(const QByteArray &token)
{
    return QCryptographicHash::hash(token, QCryptographicHash::Sha256);
}

/// The scopes among @p claim, a text with spaces or a list, with or without "berth:" before them.
QStringList scopesIn(const QJsonValue &claim)
{
    static const QStringList known{identity::scopeRead, identity::scopeWrite,
                                   identity::scopeMetrics, identity::scopeAdmin};
    QStringList scopes;
    QStringList names = claim.toString().split(' ');
    if (claim.isArray())
        names = claim.toVariant().toStringList();
    for (QString &name : names) {
        if (name.startsWith("berth:"))
            name.remove(0, 6);
        if (known.contains(name) && !scopes.contains(name))
            scopes.append(name);
    }
    return scopes.isEmpty() ? QStringList{identity::scopeWrite} : scopes;
}

} // namespace

identity::BearerTokens::BearerTokens(Options options, Users *users, Keys *keys,
                                     net::Outbound *outbound, const core::Clock *clock)
    : m_options(std::move(options))
    , m_expected{m_options.issuer, m_options.audience}
    , m_users(users)
    , m_keys(keys)
    , m_clock(clock)
    , m_issuer(m_options.issuer, outbound, clock)
{
    m_expiry.setSingleShot(true);
    connect(&m_expiry, &QTimer::timeout, this, &BearerTokens::expire);
}

bool identity::BearerTokens::isForUs(const QByteArray &key) const
{
    const core::Result<Token> token = readToken(key);
    return token && token->claims.value("iss").toString() == m_options.issuer;
}

std::optional<identity::Principal> identity::BearerTokens::remembered(const QByteArray &token) const
{
    const auto entry = m_entries.constFind(digestOf(token));
    const microseconds now = m_clock->now();
    if (entry == m_entries.constEnd() || entry->end <= now || entry->checkedAt + trustedFor <= now
        || m_keys->isDisabled(entry->principal.userId))
        return {};
    return entry->principal;
}

core::Task<identity::Principal> identity::BearerTokens::verify(QByteArray token)
{
    const core::Result<Token> read = readToken(token);
    if (!read)
        co_return std::unexpected(read.error());
    const auto now = duration_cast<seconds>(m_clock->now());
    const core::Result<> checked = checkClaims(read->claims, m_expected, now);
    if (!checked)
        co_return std::unexpected(checked.error());
    const auto keys = co_await m_issuer.keysFor(*read);
    if (!keys)
        co_return std::unexpected(keys.error());
    if (!(*keys)->hasSigned(*read))
        co_return unauthorized("The token is not signed with a key of its issuer.");
    const core::Result<QString> user = userOf(read->claims);
    if (!user)
        co_return std::unexpected(user.error());
    const QString name = read->claims.value(m_options.userClaim).toString();
    const core::Result<> found = co_await findUser(*user, name);
    if (!found)
        co_return std::unexpected(found.error());
    Principal principal;
    principal.userId = *user;
    principal.keyId = "token-" + QString::fromLatin1(digestOf(token).toHex().first(16));
    principal.scopes = scopesIn(read->claims.value(m_options.scopeClaim));
    remember(token, principal, endOf(read->claims) + m_expected.leeway);
    co_return principal;
}

/// A claim that is no id of a user stands for one that is made of it, and so does the name of the
/// default user, whom nobody becomes by calling themselves so.
core::Result<QString> identity::BearerTokens::userOf(const QJsonObject &claims) const
{
    const QString claim = claims.value(m_options.userClaim).toString();
    if (claim.isEmpty() || claim.size() > longestClaim)
        return unauthorized("The token does not name its user.");
    if (m_options.userClaim == "email" && claims.value("email_verified") != true)
        return unauthorized("The address of the token's user is not verified.");
    if (Users::isId(claim) && claim != defaultUser && !claim.startsWith("oidc-"))
        return claim;
    const QByteArray whole = m_expected.issuer.toUtf8() + '\n' + claim.toUtf8();
    return "oidc-" + QString::fromLatin1(digestOf(whole).toHex().first(24));
}

core::Task<> identity::BearerTokens::findUser(QString id, QString name)
{
    core::Result<User> user = co_await m_users->find(id);
    const bool isStranger = !user && user.error().kind == Error::Kind::NotFound;
    if (isStranger && m_options.strangers == Strangers::Refuse)
        co_return unauthorized("The user of the token is not known to this server.");
    if (isStranger)
        user = co_await m_users->ensure(id, name);
    if (!user)
        co_return std::unexpected(user.error());
    if (m_keys->isDisabled(id))
        co_return unauthorized("The user of the token is disabled.");
    co_return {};
}

void identity::BearerTokens::remember(const QByteArray &token, const Principal &principal,
                                      seconds end)
{
    const QByteArray digest = digestOf(token);
    if (!m_entries.contains(digest))
        makeRoom();
    m_entries.insert(digest, {principal, m_clock->now(), end});
    expire();
}

/// What is forgotten can no longer be ended when its time comes, so it ends now.
void identity::BearerTokens::makeRoom()
{
    if (m_entries.size() < m_options.mostRemembered)
        return;
    const auto first = std::ranges::min_element(m_entries, {}, &Entry::end);
    const QString keyId = first->principal.keyId;
    m_entries.erase(first);
    emit ended(keyId);
}

void identity::BearerTokens::expire()
{
    const microseconds now = m_clock->now();
    QStringList over;
    microseconds next = now + hours(1); // the clock may be set meanwhile
    m_entries.removeIf([&](const std::pair<const QByteArray &, Entry &> &each) {
        const bool isOver = each.second.end <= now;
        if (isOver)
            over.append(each.second.principal.keyId);
        else
            next = qMin(next, each.second.end);
        return isOver;
    });
    if (!m_entries.isEmpty())
        m_expiry.start(ceil<milliseconds>(next - now));
    for (const QString &keyId : std::as_const(over))
        emit ended(keyId);
}

#include "moc_BearerTokens.cpp"
