// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

struct AlertRow
{
    qint64 seq = 0; ///< of its first writing; given by the table
    QString id;
    std::optional<QString> userId = {}; ///< nothing: the server's own
    QString rule = {};
    QString state = {};
    qint64 silencedUntil = 0; ///< microseconds since 1970
    QByteArray body = {}; ///< JSON
};

/// Which alerts are wanted: what is empty is not asked for.
struct AlertSearch
{
    std::optional<QString> userId = {}; ///< those of one user
    QString rule = {};
    QString state = {};
    std::optional<qint64> before = {}; ///< a seq
    int limit = 100;
};

/// What the server told of that needs a person: the newest, and all that is not over.
class Alerts
{
public:
    static constexpr qint64 most = 2000; ///< that are over

    /// @p database outlives it.
    explicit Alerts(Database *database);

    /// Adds it, or writes over the one with its id.
    core::Task<> put(AlertRow row);
    /// Newest first.
    core::Task<QList<AlertRow>> page(AlertSearch search);
    core::Task<std::optional<AlertRow>> find(QString id);
    /// Those that are silenced beyond @p now.
    core::Task<QList<AlertRow>> silenced(qint64 now);
    core::Task<> removeOf(QString userId);

private:
    Database *m_database;
};

} // namespace store
