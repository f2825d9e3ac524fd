// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

#include <QMap>

namespace store {

class Database;

/// The table of settings: named texts of a user, or of the server when the user is "".
class Settings
{
public:
    explicit Settings(Database *database);

    core::Task<std::optional<QByteArray>> find(QString userId, QString name);
    /// Every setting of the user whose name starts with @p prefix, such as "profile/".
    core::Task<QMap<QString, QByteArray>> startingWith(QString userId, QString prefix);
    core::Task<> set(QString userId, QString name, QByteArray value);
    /// False when there was none.
    core::Task<bool> remove(QString userId, QString name);

private:
    Database *m_database;
};

} // namespace store
