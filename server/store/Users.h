// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

/// A user as it is stored.
struct UserRow
{
    QString id = {};
    QString name = {};
    qint64 createdAt = 0; ///< microseconds since 1970 in UTC
    QByteArray body = "{}"; ///< JSON text of everything else, such as quotas
    std::optional<qint64> disabledAt = {};
    int workspaces = 0; ///< only read: those that are not being deleted
};

/// The table of users.
class Users
{
public:
    explicit Users(Database *database);

    /// Conflict when the id is taken.
    core::Task<> insert(UserRow row);
    /// Writes all but id and creation; NotFound when there is none.
    core::Task<> update(UserRow row);
    core::Task<std::optional<UserRow>> find(QString id);
    core::Task<QList<UserRow>> all();
    /// At most @p limit users in the order of their ids, from the one behind @p after.
    core::Task<QList<UserRow>> page(QString after, int limit);
    /// With their keys, their settings and what they have spent; NotFound when there is none.
    core::Task<> remove(QString id);

private:
    Database *m_database;
};

} // namespace store
