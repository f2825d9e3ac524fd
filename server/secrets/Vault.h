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
    /// Where an operating system keeps the master key: empty when it holds none yet.
    struct Keychain
    {
        std::function<core::Result<std::optional<QByteArray>>()> read;
        std::function<core::Result<>(QByteArray)> write;
    };

    /// The master key is made of @p passphrase when there is one (OH_SECRET_KEY); otherwise it is in
    /// the keychain when there is one that works; otherwise in DATA/secret.key (mode 0600), which is
    /// made when missing.
    struct Options
    {
        QString dataDir;
        std::optional<QByteArray> passphrase = {};
        std::optional<Keychain> keychain = {};
    };

    /// Unavailable when the key can neither be read nor kept, Invalid when its file is damaged.
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
    using LockedKey = std::unique_ptr<unsigned char, void (*)(void *)>;
    explicit Vault(LockedKey key);

    LockedKey m_key;
    QByteArray m_keyId; ///< tells keys apart without saying anything about them
};

} // namespace secrets
