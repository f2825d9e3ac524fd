// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "identity/Token.h"

#include <QList>

#include <memory>

using EVP_PKEY = struct evp_pkey_st;

namespace identity {

/// The public keys of an issuer (RFC 7517), as far as they are of use here: RSA of 2048 bits or
/// more, P-256 and Ed25519, for signatures.
class JsonWebKeys
{
public:
    /// @p document is {"keys": [...]}; what is of no use is left out.
    static JsonWebKeys read(const QJsonObject &document);

    bool isEmpty() const { return m_keys.isEmpty(); }
    /// Whether one of them may be the one that @p token was signed with.
    bool fits(const Token &token) const { return find(token) != nullptr; }
    bool hasSigned(const Token &token) const;

private:
    struct Key
    {
        QString id;
        QString algorithm;
        std::shared_ptr<EVP_PKEY> key;
    };

    static std::shared_ptr<EVP_PKEY> keyOf(const QJsonObject &description,
                                           const QString &algorithm);
    /// The key that a token names; of a token that names none, the only one of its algorithm.
    const Key *find(const Token &token) const;

    QList<Key> m_keys;
};

} // namespace identity
