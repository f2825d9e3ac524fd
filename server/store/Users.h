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
};

/// The table of users.
class Users
{
public:
    explicit Users(Database *database);

    /// Conflict when the id is taken.
    core::Task<> insert(UserRow row);
    /// Writes name and body; NotFound when there is none.
    core::Task<> update(UserRow row);
    core::Task<std::optional<UserRow>> find(QString id);
    core::Task<QList<UserRow>> all();

private:
    Database *m_database;
};

} // namespace store
