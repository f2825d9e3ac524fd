// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "core/Clock.h"
#include "identity/Principal.h"
#include "store/Keys.h"
#include "store/Users.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

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
    std::optional<QString> rotatedTo = {}; ///< the key that it gave way to
};

/// What a key is made from.
struct KeyRequest
{
    QString name;
    QString userId = defaultUser;
    QStringList scopes = {scopeWrite};
    std::optional<qint64> expiresAt = {};
};

/// The API keys that open the door, held in memory as hashes.
class Keys : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString dataDir;
        /// Keys from the environment; they act for the default user and are never stored.
        QList<QByteArray> environmentKeys = {};
        int mostPerUser = 1000; ///< in force at a time
    };

    Keys(Options options, store::Users *users, store::Keys *keys,
         const core::Clock *clock = &core::Clock::system());

    /// Creates the default user and the key file where they are missing and reads all keys. A lost
    /// key file is replaced by a new key, and the lost key stops working.
    core::Task<> load();

    /// Whose key this is; nothing for a key that is unknown, revoked or expired, or whose user is
    /// disabled. A key is found by its hash, so the time tells nothing of other keys.
    std::optional<Principal> verify(const QByteArray &presented);

    /// NotFound when there is no such user, RateLimited when the user has too many.
    core::Task<NewKey> create(KeyRequest request);
    core::Task<QList<KeyInfo>> list();
    /// At most @p limit keys behind @p after, in the order of their ids; those of every user when
    /// @p userId is empty.
    core::Task<QList<KeyInfo>> page(QString userId, QString after, int limit);
    /// NotFound.
    core::Task<KeyInfo> find(QString id);
    /// Works from now on, before the answer; NotFound when there is no such key in force.
    core::Task<> revoke(QString id);
    /// A new key with the name, scopes and expiry of an old one, which works for @p grace longer.
    /// NotFound when the old one is not in force, Conflict for the key of the key file.
    core::Task<NewKey> rotate(QString id, std::chrono::seconds grace);

    /// How many keys each user has that open the door now, or would if the user were not disabled.
    QHash<QString, int> inForce() const;

    /// Stops or admits the keys of a user, from now on.
    void setDisabled(const QString &userId, bool isDisabled);
    bool isDisabled(const QString &userId) const { return m_disabledUsers.contains(userId); }
    /// Forgets the keys of a user who is gone.
    void forget(const QString &userId);

    /// DATA/api-key.
    QString keyFile() const;
    /// Whether load() made a key that its owner has not seen yet.
    bool isKeyNew() const { return m_isKeyNew; }

signals:
    /// A key works no longer: it was revoked, has expired, or its user was disabled.
    void ended(const QString &keyId);
    /// A key was made, revoked or replaced.
    void changed(const QString &keyId);
    /// A user was disabled, or is being deleted.
    void userStopped(const QString &userId);

private:
    struct Entry
    {
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
    void insert(const store::KeyRow &row);
    void endAt(const QString &id, qint64 moment);
    void expire();
    void touch(Entry &entry);
    qint64 now() const;

    Options m_options;
    store::Users *m_users;
    store::Keys *m_keys;
    const core::Clock *m_clock;
    QHash<QByteArray, Entry> m_entries; ///< by the hash of the key
    QSet<QString> m_disabledUsers;
    QTimer m_expiry; ///< until the first key expires
    bool m_isKeyNew = false;
};

} // namespace identity
