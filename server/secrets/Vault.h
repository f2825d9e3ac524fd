// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace secrets {

/// Seals secrets for storage, and opens them, with one master key that stays in locked memory.
class Vault
{
public:
    /// The operating system's store of secrets.
    struct Keychain
    {
        /// The key's text, or nothing when none was written yet. NotFound says that this machine
        /// has no keychain; any other error that it has one which does not answer.
        std::function<core::Result<std::optional<QByteArray>>()> read;
        std::function<core::Result<>(QByteArray)> write;
    };

    /// The master key is made of @p passphrase when there is one (OH_SECRET_KEY). Otherwise it is
    /// in DATA/secret.key (mode 0600) when that exists, else in the keychain; a new one goes to the
    /// keychain, or to the file without one.
    struct Options
    {
        QString dataDir;
        std::optional<QByteArray> passphrase = {};
        std::optional<Keychain> keychain = {};
    };

    /// Unavailable when the key can neither be read nor kept, Invalid when it is damaged.
    static core::Result<Vault> create(Options options);

    /// "sealed:1:" and base64 text; different at every call.
    QString seal(const QByteArray &secret) const;
    /// Invalid when the text was sealed with another key, is damaged, or is no sealed text at all.
    core::Result<QByteArray> open(const QString &sealedText) const;

    /// Whether @p text bears the mark of a sealed text; a person may have typed the same.
    static bool looksSealed(const QString &text);
    /// Whether @p text was sealed by this very vault.
    bool hasSealed(const QString &text) const;

private:
    using Key = std::unique_ptr<unsigned char, void (*)(void *)>;
    explicit Vault(Key key);

    Key m_key;
    QByteArray m_keyId; ///< tells keys apart without giving anything of them away
};

} // namespace secrets
