// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/MasterKey.h"

#include "core/PrivateFile.h"

#include <sodium.h>

#include <cstring>

using core::Error;

namespace {

using secrets::keySize;
using secrets::LockedKey;

core::Result<LockedKey> emptyKey()
{
    LockedKey key(static_cast<unsigned char *>(sodium_malloc(keySize)), sodium_free);
    if (!key)
        return core::fail(Error::Kind::Unavailable, "There is no memory for the master key.");
    return key;
}

void wipe(QByteArray &bytes)
{
    sodium_memzero(bytes.data(), static_cast<size_t>(bytes.size()));
}

core::Result<LockedKey> derivedKey(const QByteArray &passphrase)
{
    static constexpr unsigned char context[] = "berth master key 1";
    core::Result<LockedKey> key = emptyKey();
    if (key)
        crypto_generichash(key->get(), keySize,
                           reinterpret_cast<const unsigned char *>(passphrase.constData()),
                           static_cast<size_t>(passphrase.size()), context, sizeof context - 1);
    return key;
}

core::Result<LockedKey> decodedKey(QByteArray text)
{
    QByteArray bytes = QByteArray::fromBase64(text.trimmed());
    wipe(text);
    core::Result<LockedKey> key = emptyKey();
    if (key && bytes.size() != keySize)
        key = core::fail(
            Error::Kind::Invalid,
            "The stored master key is damaged; restore it from a backup, or remove it and "
            "enter all secrets again.");
    if (key)
        std::memcpy(key->get(), bytes.constData(), keySize);
    wipe(bytes);
    return key;
}

QByteArray randomKeyText()
{
    QByteArray bytes(keySize, Qt::Uninitialized);
    randombytes_buf(bytes.data(), keySize);
    QByteArray text = bytes.toBase64();
    wipe(bytes);
    return text;
}

core::Result<LockedKey> newFileKey(const QString &path)
{
    const QByteArray text = randomKeyText();
    if (const core::Result<> kept = core::createPrivateFile(path, text + '\n'); !kept)
        return std::unexpected(kept.error());
    return decodedKey(text);
}

core::Result<LockedKey> keychainKey(const secrets::Vault::Keychain &keychain, const QString &path)
{
    const core::Result<std::optional<QByteArray>> held = keychain.read();
    if (!held && held.error().kind == Error::Kind::NotFound)
        return newFileKey(path);
    // A keychain that is only locked may hold the key of everything sealed so far.
    if (!held)
        return core::fail(Error::Kind::Unavailable,
                          "The master key cannot be read: " + held.error().message);
    if (*held)
        return decodedKey(**held);
    const QByteArray text = randomKeyText();
    if (!keychain.write(text))
        return newFileKey(path);
    return decodedKey(text);
}

} // namespace

core::Result<secrets::LockedKey> secrets::masterKey(const Vault::Options &options)
{
    if (options.passphrase && !options.passphrase->isEmpty())
        return derivedKey(*options.passphrase);
    const QString path = options.dataDir + "/secret.key";
    const core::Result<std::optional<QByteArray>> text = core::readPrivateFile(path);
    if (!text)
        return std::unexpected(text.error());
    if (*text)
        return decodedKey(**text);
    return options.keychain ? keychainKey(*options.keychain, path) : newFileKey(path);
}
