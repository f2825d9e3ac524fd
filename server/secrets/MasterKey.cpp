// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/MasterKey.h"

#include "core/Id.h"
#include "core/Logging.h"
#include "core/PrivateFile.h"

#include <QFile>

#include <sodium.h>

#include <cstring>

using core::Error;

namespace {

using secrets::keySize;
using secrets::LockedKey;
using secrets::Vault;

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

QString filePath(const Vault::Options &options)
{
    return options.dataDir + "/secret.key";
}

QString namePath(const Vault::Options &options)
{
    return options.dataDir + "/keychain.name";
}

std::optional<LockedKey> some(LockedKey key)
{
    return key;
}

/// The key by passphrase or file, or nothing when this data directory has neither.
core::Result<std::optional<LockedKey>> givenKey(const Vault::Options &options)
{
    if (options.passphrase && !options.passphrase->isEmpty())
        return derivedKey(*options.passphrase).transform(some);
    const core::Result<std::optional<QByteArray>> text = core::readPrivateFile(filePath(options));
    if (!text)
        return std::unexpected(text.error());
    if (!*text)
        return std::nullopt;
    return decodedKey(**text).transform(some);
}

/// The key that went to the keychain earlier. A new one in its place would make everything sealed
/// so far unreadable, so there is none.
core::Task<LockedKey> knownKey(QString name, Vault::Keychain keychain)
{
    const core::Result<std::optional<QByteArray>> held = co_await keychain.read(name);
    if (!held)
        co_return core::fail(Error::Kind::Unavailable,
                             "The master key is in the keychain, which cannot be read: "
                                 + held.error().message);
    if (!*held)
        co_return core::fail(Error::Kind::Unavailable,
                             "The keychain no longer holds the master key \"" + name
                                 + "\". Put it back, or remove keychain.name from the data "
                                   "directory and enter all secrets again.");
    co_return decodedKey(**held);
}

core::Task<LockedKey> newKey(Vault::Options options, Vault::Keychain keychain)
{
    const QString name = "master key " + core::newId();
    const QByteArray text = randomKeyText();
    const core::Result<> kept = co_await keychain.write(name, text);
    if (!kept) {
        qCWarning(lcSecrets).noquote() << "The master key goes to a file, for the keychain does "
                                          "not take it:"
                                       << kept.error().message;
        co_return newFileKey(filePath(options));
    }
    const core::Result<> named = core::createPrivateFile(namePath(options), name.toUtf8() + '\n');
    if (!named)
        co_return std::unexpected(named.error());
    co_return decodedKey(text);
}

} // namespace

core::Result<LockedKey> secrets::masterKey(const Vault::Options &options)
{
    core::Result<std::optional<LockedKey>> key = givenKey(options);
    if (!key)
        return std::unexpected(key.error());
    if (*key)
        return std::move(**key);
    if (QFile::exists(namePath(options)))
        return core::fail(Error::Kind::Unavailable,
                          "The master key is in a desktop session's keychain, which this process "
                          "does not reach. Start it inside that session, or give OH_SECRET_KEY.");
    return newFileKey(filePath(options));
}

core::Task<LockedKey> secrets::masterKey(Vault::Options options, Vault::Keychain keychain)
{
    core::Result<std::optional<LockedKey>> key = givenKey(options);
    if (!key)
        co_return std::unexpected(key.error());
    if (*key)
        co_return std::move(**key);
    const core::Result<std::optional<QByteArray>> name = core::readPrivateFile(namePath(options));
    if (!name)
        co_return std::unexpected(name.error());
    if (*name)
        co_return co_await knownKey(QString::fromUtf8((*name)->trimmed()), std::move(keychain));
    co_return co_await newKey(std::move(options), std::move(keychain));
}
