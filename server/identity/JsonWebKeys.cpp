// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/JsonWebKeys.h"

#include <QJsonArray>

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace {

constexpr qsizetype mostKeys = 64;
constexpr qsizetype pointBytes = 32; // a coordinate of P-256, and each half of its signatures
constexpr int leastRsaBits = 2048;
constexpr qsizetype mostRsaBytes = 1024;

template<auto function>
struct Release
{
    template<typename T>
    void operator()(T *thing) const
    {
        function(thing);
    }
};
using Number = std::unique_ptr<BIGNUM, Release<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG_free>>;
using PublicKey = std::shared_ptr<EVP_PKEY>;

const unsigned char *raw(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

size_t length(const QByteArray &bytes)
{
    return static_cast<size_t>(bytes.size());
}

Number number(const QByteArray &bytes)
{
    return Number(BN_bin2bn(raw(bytes), static_cast<int>(bytes.size()), nullptr));
}

QByteArray part(const QJsonObject &description, const char *name)
{
    return QByteArray::fromBase64(description.value(QLatin1StringView(name)).toString().toLatin1(),
                                  QByteArray::Base64UrlEncoding);
}

PublicKey made(const char *type, OSSL_PARAM_BLD *builder)
{
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1
        || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return PublicKey(key, EVP_PKEY_free);
}

PublicKey rsaKey(const QJsonObject &description)
{
    const QByteArray modulus = part(description, "n");
    const QByteArray exponent = part(description, "e");
    if (modulus.size() > mostRsaBytes || exponent.isEmpty() || exponent.size() > 8)
        return nullptr;
    const Number n = number(modulus);
    const Number e = number(exponent);
    const Builder builder(OSSL_PARAM_BLD_new());
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1
        || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
        return nullptr;
    const PublicKey key = made("RSA", builder.get());
    return key && EVP_PKEY_get_bits(key.get()) >= leastRsaBits ? key : nullptr;
}

PublicKey curveKey(const QJsonObject &description)
{
    const QByteArray x = part(description, "x");
    const QByteArray y = part(description, "y");
    if (description.value("crv") != "P-256" || x.size() != pointBytes || y.size() != pointBytes)
        return nullptr;
    const QByteArray point = '\x04' + x + y; // not compressed
    const Builder builder(OSSL_PARAM_BLD_new());
    if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0)
            != 1
        || OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                            point.constData(), length(point))
               != 1)
        return nullptr;
    return made("EC", builder.get());
}

PublicKey edwardsKey(const QJsonObject &description)
{
    const QByteArray x = part(description, "x");
    if (description.value("crv") != "Ed25519" || x.size() != pointBytes)
        return nullptr;
    return PublicKey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(x), length(x)),
                     EVP_PKEY_free);
}

QString algorithmOf(const QJsonObject &description)
{
    static const QHash<QString, QString> algorithms{{"RSA", "RS256"},
                                                    {"EC", "ES256"},
                                                    {"OKP", "EdDSA"}};
    return algorithms.value(description.value("kty").toString());
}

/// A signature of P-256 is two numbers, one behind the other; OpenSSL wants them as DER.
QByteArray asDer(const QByteArray &signature)
{
    if (signature.size() != 2 * pointBytes)
        return {};
    const Signature pair(ECDSA_SIG_new());
    if (ECDSA_SIG_set0(pair.get(), number(signature.first(pointBytes)).release(),
                       number(signature.last(pointBytes)).release())
        != 1)
        return {};
    QByteArray der(i2d_ECDSA_SIG(pair.get(), nullptr), Qt::Uninitialized);
    auto *end = reinterpret_cast<unsigned char *>(der.data());
    i2d_ECDSA_SIG(pair.get(), &end);
    return der;
}

} // namespace

PublicKey identity::JsonWebKeys::keyOf(const QJsonObject &description, const QString &algorithm)
{
    return algorithm == "RS256"   ? rsaKey(description)
           : algorithm == "ES256" ? curveKey(description)
           : algorithm == "EdDSA" ? edwardsKey(description)
                                  : nullptr;
}

identity::JsonWebKeys identity::JsonWebKeys::read(const QJsonObject &document)
{
    JsonWebKeys keys;
    for (const QJsonValue &each : document.value("keys").toArray()) {
        const QJsonObject description = each.toObject();
        const QString algorithm = algorithmOf(description);
        const bool isForUs = description.value("use").toString("sig") == "sig"
                             && description.value("alg").toString(algorithm) == algorithm;
        PublicKey key = isForUs ? keyOf(description, algorithm) : nullptr;
        if (key && keys.m_keys.size() < mostKeys)
            keys.m_keys.append({description.value("kid").toString(), algorithm, std::move(key)});
    }
    return keys;
}

const identity::JsonWebKeys::Key *identity::JsonWebKeys::find(const Token &token) const
{
    const Key *found = nullptr;
    for (const Key &key : m_keys) {
        if (key.algorithm != token.algorithm || (!token.keyId.isEmpty() && key.id != token.keyId))
            continue;
        if (found)
            return nullptr;
        found = &key;
    }
    return found;
}

bool identity::JsonWebKeys::hasSigned(const Token &token) const
{
    const Key *key = find(token);
    if (!key)
        return false;
    const QByteArray signature = key->algorithm == "ES256" ? asDer(token.signature)
                                                           : token.signature;
    const EVP_MD *digest = key->algorithm == "EdDSA" ? nullptr : EVP_sha256();
    const Digest context(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key->key.get()) == 1
           && EVP_DigestVerify(context.get(), raw(signature), length(signature),
                               raw(token.signedText), length(token.signedText))
                  == 1;
}
