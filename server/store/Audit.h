// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

/// One change that somebody made.
struct AuditRow
{
    qint64 seq = 0; ///< given by the table
    qint64 at = 0; ///< microseconds since 1970 in UTC
    QString userId = {}; ///< who made it
    QString keyId = {};
    QString action = {}; ///< such as "key.create"
    QString subject = {}; ///< the id of what was changed
    QString requestId = {};
    QByteArray body = "{}"; ///< JSON text of everything else
};

/// Which rows are wanted; an empty text is no condition.
struct AuditSearch
{
    enum class Order { OldestFirst, NewestFirst };

    QString userId = {};
    QString action = {};
    QString subject = {};
    qint64 after = 0; ///< the seq that the page before ended with; 0 for the first page
    int limit = 100;
    Order order = Order::OldestFirst;
};

/// The table of what was changed: rows are added and read, never changed.
class Audit
{
public:
    explicit Audit(Database *database);

    core::Task<> insert(AuditRow row);
    /// In the order in which it happened.
    core::Task<QList<AuditRow>> page(AuditSearch search);

private:
    Database *m_database;
};

} // namespace store
