// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QJsonObject>

#include <chrono>

namespace identity {

/// A JSON Web Token (RFC 7519) as it came: nothing that it says is proved.
struct Token
{
    QByteArray signedText; ///< its head and its claims
    QByteArray signature;
    QString algorithm;
    QString keyId; ///< empty when it names none
    QJsonObject claims;
};

/// Who must have made a token, and for whom.
struct Expectation
{
    QString issuer;
    QString audience;
    std::chrono::seconds leeway{60}; ///< between the clocks of two machines
};

/// Whether @p text has the form of a token; keys of this server have not.
bool looksLikeToken(const QByteArray &text);

/// Unauthorized for what is none, and for one that is signed in a way that is not taken here.
core::Result<Token> readToken(const QByteArray &text);

/// Unauthorized, saying which claim is why, unless the token is for us and in force at @p now,
/// seconds since 1970.
core::Result<> checkClaims(const QJsonObject &claims, const Expectation &expected,
                           std::chrono::seconds now);

/// When a token that checkClaims() has passed ends, without leeway.
std::chrono::seconds endOf(const QJsonObject &claims);

} // namespace identity
