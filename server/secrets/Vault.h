// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

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
    /// The store of secrets of a desktop session.
    struct Keychain
    {
        /// The text kept under a name, or nothing when there is none.
        std::function<core::Task<std::optional<QByteArray>>(QString name)> read;
        std::function<core::Task<>(QString name, QByteArray text)> write;
    };

    /// The master key is made of @p passphrase when there is one (OH_SECRET_KEY), else it is in
    /// DATA/secret.key (mode 0600), where a new one goes too.
    struct Options
    {
        QString dataDir;
        std::optional<QByteArray> passphrase = {};
    };

    /// Unavailable when the key can neither be read nor kept, Invalid when it is damaged.
    static core::Result<Vault> create(Options options);
    /// The same with a keychain. A new key goes there if it can, under a name that
    /// DATA/keychain.name keeps; from then on it comes from there or not at all: Unavailable when
    /// it cannot be had.
    static core::Task<Vault> create(Options options, Keychain keychain);

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
