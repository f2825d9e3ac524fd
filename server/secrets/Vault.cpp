// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/Vault.h"

#include "secrets/MasterKey.h"

#include <sodium.h>

using core::Error;

namespace {

const QString prefix = "sealed:1:";
constexpr qsizetype idSize = 8;
constexpr qsizetype nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr qsizetype tagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == secrets::keySize);

unsigned char *raw(QByteArray &bytes, qsizetype offset = 0)
{
    return reinterpret_cast<unsigned char *>(bytes.data()) + offset;
}

const unsigned char *raw(const QByteArray &bytes, qsizetype offset = 0)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData()) + offset;
}

QByteArray idOf(const unsigned char *key)
{
    static constexpr unsigned char context[] = "berth key id 1";
    QByteArray hash(crypto_generichash_BYTES, Qt::Uninitialized);
    crypto_generichash(raw(hash), crypto_generichash_BYTES, context, sizeof context - 1, key,
                       secrets::keySize);
    return hash.first(idSize);
}

} // namespace

secrets::Vault::Vault(Key key)
    : m_key(std::move(key))
    , m_keyId(idOf(m_key.get()))
{}

static core::Result<> startLibrary()
{
    if (sodium_init() < 0)
        return core::fail(Error::Kind::Unavailable,
                          "The library for encryption does not start on this machine.");
    return {};
}

core::Result<secrets::Vault> secrets::Vault::create(Options options)
{
    if (const core::Result<> started = startLibrary(); !started)
        return std::unexpected(started.error());
    core::Result<LockedKey> key = masterKey(options);
    if (!key)
        return std::unexpected(key.error());
    return Vault(std::move(*key));
}

core::Task<secrets::Vault> secrets::Vault::create(Options options, Keychain keychain)
{
    if (const core::Result<> started = startLibrary(); !started)
        co_return std::unexpected(started.error());
    core::Result<LockedKey> key = co_await masterKey(std::move(options), std::move(keychain));
    if (!key)
        co_return std::unexpected(key.error());
    co_return Vault(std::move(*key));
}

QString secrets::Vault::seal(const QByteArray &secret) const
{
    // Key id, nonce, then the encrypted secret with its tag; the id is authenticated too.
    QByteArray box(idSize + nonceSize + secret.size() + tagSize, Qt::Uninitialized);
    std::copy(m_keyId.begin(), m_keyId.end(), box.begin());
    randombytes_buf(raw(box, idSize), nonceSize);
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(box, idSize + nonceSize), nullptr, raw(secret),
                                               static_cast<size_t>(secret.size()), raw(m_keyId),
                                               idSize, nullptr, raw(box, idSize), m_key.get());
    return prefix + QString::fromLatin1(box.toBase64());
}

core::Result<QByteArray> secrets::Vault::open(const QString &sealedText) const
{
    if (!looksSealed(sealedText))
        return core::fail(Error::Kind::Invalid, "This is not a sealed secret.");
    const auto decoded = QByteArray::fromBase64Encoding(sealedText.sliced(prefix.size()).toLatin1(),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray &box = decoded.decoded;
    if (!decoded || box.size() < idSize + nonceSize + tagSize)
        return core::fail(Error::Kind::Invalid,
                          "The sealed secret is damaged; enter the secret again.");
    if (!box.startsWith(m_keyId))
        return core::fail(Error::Kind::Invalid,
                          "The secret was sealed with another key; start with the key of "
                          "that time, or enter the secret again.");
    QByteArray secret(box.size() - idSize - nonceSize - tagSize, Qt::Uninitialized);
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        raw(secret), nullptr, nullptr, raw(box, idSize + nonceSize),
        static_cast<size_t>(box.size() - idSize - nonceSize), raw(m_keyId), idSize,
        raw(box, idSize), m_key.get());
    if (failed)
        return core::fail(Error::Kind::Invalid,
                          "The sealed secret is damaged; enter the secret again.");
    return secret;
}

bool secrets::Vault::looksSealed(const QString &text)
{
    return text.startsWith(prefix);
}

bool secrets::Vault::hasSealed(const QString &text) const
{
    return looksSealed(text) && open(text).has_value();
}
