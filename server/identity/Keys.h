// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "core/Clock.h"
#include "identity/Principal.h"
#include "store/Keys.h"
#include "store/Users.h"

namespace identity {

/// A key at the only moment at which it can be read.
struct NewKey
{
    QString id;
    QByteArray secret; ///< "berth_" and 43 characters
};

/// A key as it may be shown.
struct KeyInfo
{
    QString id;
    QString name;
    QString userId;
    QStringList scopes;
    qint64 createdAt = 0; ///< microseconds since 1970 in UTC
    std::optional<qint64> lastUsedAt = {};
    std::optional<qint64> expiresAt = {};
    std::optional<qint64> revokedAt = {};
};

/// What a key is made from.
struct KeyRequest
{
    QString name;
    QString userId = defaultUser;
    QStringList scopes = {scopeUse};
    std::optional<qint64> expiresAt = {};
};

/// The API keys that open the door, held in memory as hashes.
class Keys
{
public:
    struct Options
    {
        QString dataDir;
        /// Keys from the environment; they act for the default user and are never stored.
        QList<QByteArray> environmentKeys = {};
    };

    Keys(Options options, store::Users *users, store::Keys *keys,
         const core::Clock *clock = &core::Clock::system());

    /// Creates the default user and the key file where they are missing and reads all keys. A lost
    /// key file is replaced by a new key, and the lost key stops working.
    core::Task<> load();

    /// Whose key this is; nothing for a key that is unknown, revoked or expired. It takes the same
    /// time for every wrong key.
    std::optional<Principal> verify(const QByteArray &presented);

    /// NotFound when there is no such user.
    core::Task<NewKey> create(KeyRequest request);
    core::Task<QList<KeyInfo>> list();
    /// Works from now on, before the answer; NotFound when there is no such key in force.
    core::Task<> revoke(QString id);

    /// DATA/api-key.
    QString keyFile() const;
    /// Whether load() made a key that its owner has not seen yet.
    bool isKeyNew() const { return m_isKeyNew; }

private:
    struct Entry
    {
        QByteArray hash;
        Principal principal;
        std::optional<qint64> expiresAt = {};
        bool isStored = false;
        qint64 touchedAt = 0;
    };

    core::Task<> ensureDefaultUser();
    core::Task<> ensureKeyFile(QList<store::KeyRow> rows);
    core::Task<> replaceFileKey(QList<store::KeyRow> rows);
    core::Task<> storeFileKey(QByteArray secret);
    void admit(const QList<store::KeyRow> &rows);
    static Entry entryOf(const store::KeyRow &row);
    void touch(Entry &entry);
    qint64 now() const;

    Options m_options;
    store::Users *m_users;
    store::Keys *m_keys;
    const core::Clock *m_clock;
    QList<Entry> m_entries;
    bool m_isKeyNew = false;
};

} // namespace identity
