// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

/// An API key as it is stored: never the key, only its hash.
struct KeyRow
{
    QString id = {};
    QString name = {};
    QString userId = {};
    QByteArray hash = {}; ///< unique
    QStringList scopes = {};
    qint64 createdAt = 0; ///< microseconds since 1970 in UTC
    std::optional<qint64> lastUsedAt = {};
    std::optional<qint64> expiresAt = {};
    std::optional<qint64> revokedAt = {};
    std::optional<QString> rotatedTo = {}; ///< the key that it gave way to
};

/// The table of API keys.
class Keys
{
public:
    explicit Keys(Database *database);

    /// Conflict when id or hash is taken or the user unknown.
    core::Task<> insert(KeyRow row);
    /// Oldest first, revoked ones included.
    core::Task<QList<KeyRow>> all();
    core::Task<std::optional<KeyRow>> find(QString id);
    /// At most @p limit keys in the order of their ids, from the one behind @p after; those of one
    /// user when @p userId is not empty.
    core::Task<QList<KeyRow>> page(QString userId, QString after, int limit);
    /// Inserts @p successor, and lets @p id end at @p expiresAt. NotFound, and nothing is changed,
    /// when @p id is not in force.
    core::Task<> rotate(QString id, KeyRow successor, qint64 expiresAt);
    /// False when there is no such key or it was revoked before.
    core::Task<bool> revoke(QString id, qint64 revokedAt);
    core::Task<> setLastUsed(QString id, qint64 lastUsedAt);

private:
    Database *m_database;
};

} // namespace store
