// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/Token.h"

#include "core/Json.h"

using core::Error;
using std::chrono::seconds;

namespace {

constexpr qsizetype longestToken = 16 * 1024;
/// Seconds since 1970 that a double holds exactly.
constexpr double latestMoment = 1e15;

std::unexpected<Error> refusal(const char *sentence)
{
    return core::fail(Error::Kind::Unauthorized, QString::fromLatin1(sentence));
}

std::unexpected<Error> unreadable()
{
    return refusal("This is not a token that the server can read.");
}

std::optional<QByteArray> decoded(const QByteArray &part)
{
    auto result = QByteArray::fromBase64Encoding(part,
                                                 QByteArray::Base64UrlEncoding
                                                     | QByteArray::OmitTrailingEquals
                                                     | QByteArray::AbortOnBase64DecodingErrors);
    return result ? std::optional(*result) : std::nullopt;
}

std::optional<QJsonObject> object(const QByteArray &part)
{
    const std::optional<QByteArray> text = decoded(part);
    const core::Result<QJsonValue> value = json::parse(text.value_or(QByteArray()));
    return value && value->isObject() ? std::optional(value->toObject()) : std::nullopt;
}

// A token that the issuer made for something else, such as to end a session, has a type of its own.
bool isTypeTaken(const QJsonObject &head)
{
    const QString type = head.value("typ").toString("JWT").toLower();
    return QStringList{"jwt", "at+jwt", "application/at+jwt"}.contains(type);
}

bool isMoment(const QJsonValue &value)
{
    return value.isDouble() && value.toDouble() >= 0 && value.toDouble() <= latestMoment;
}

bool isFor(const QJsonValue &audience, const QString &wanted)
{
    return audience == wanted || audience.toArray().contains(wanted);
}

} // namespace

bool identity::looksLikeToken(const QByteArray &text)
{
    return text.startsWith("eyJ") && text.count('.') == 2;
}

core::Result<identity::Token> identity::readToken(const QByteArray &text)
{
    static const QStringList taken{"RS256", "ES256", "EdDSA"};
    if (text.size() > longestToken)
        return refusal("The token is too long.");
    const QByteArrayList parts = text.split('.');
    if (parts.size() != 3)
        return unreadable();
    const std::optional<QJsonObject> head = object(parts.at(0));
    const std::optional<QJsonObject> claims = object(parts.at(1));
    const std::optional<QByteArray> signature = decoded(parts.at(2));
    if (!head || !claims || !signature)
        return unreadable();
    if (!taken.contains(head->value("alg").toString()))
        return refusal("The token is not signed with RS256, ES256 or EdDSA.");
    if (head->contains("crit") || !isTypeTaken(*head))
        return refusal("The token is of a kind that this server does not take.");
    return Token{parts.at(0) + '.' + parts.at(1), *signature, head->value("alg").toString(),
                 head->value("kid").toString(), *claims};
}

core::Result<> identity::checkClaims(const QJsonObject &claims, const Expectation &expected,
                                     seconds now)
{
    const QJsonValue expiry = claims.value("exp");
    if (claims.value("iss") != expected.issuer)
        return refusal("The token was made by another issuer.");
    if (!isFor(claims.value("aud"), expected.audience))
        return refusal("The token was made for another audience.");
    if (!isMoment(expiry))
        return refusal("The token does not say when it expires.");
    if (now >= endOf(claims) + expected.leeway)
        return refusal("The token has expired.");
    for (const char *claim : {"nbf", "iat"}) {
        const QJsonValue begin = claims.value(QLatin1StringView(claim));
        if (begin.isUndefined())
            continue;
        if (!isMoment(begin)
            || static_cast<double>((now + expected.leeway).count()) < begin.toDouble())
            return refusal("The token is not valid yet.");
    }
    return {};
}

seconds identity::endOf(const QJsonObject &claims)
{
    return seconds(static_cast<qint64>(claims.value("exp").toDouble()));
}
