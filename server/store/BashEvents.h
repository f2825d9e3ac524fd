// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

/// One event of the bash side channel as it is stored.
struct BashEventRow
{
    QString userId = {};
    QString id = {};        ///< 32 hexadecimal digits
    QString commandId = {}; ///< the command it belongs to, its own id for a BashCommand
    QString kind = {};      ///< "BashCommand", "BashOutput" or "BashError"
    qint64 ordinal = 0;     ///< the output's number within its command
    qint64 timestamp = 0;   ///< microseconds since 1970 in UTC
    QByteArray body = {};   ///< JSON text, sent out unchanged
};

/// How far the stored events have brought a command.
struct BashProgressRow
{
    QString userId = {};
    QString commandId = {};
    qint64 timestamp = 0;   ///< of the command
    qint64 nextOrdinal = 0; ///< of the next output
    qint64 outputBytes = 0; ///< of its standard output that are in the outputs before it
    qint64 errorBytes = 0;
    bool hasEnded = false;
};

struct BashEventSearch
{
    QString userId = {};
    std::optional<QString> kind = {};
    std::optional<QString> commandId = {};       ///< matches outputs only
    std::optional<qint64> timestampFrom = {};    ///< at or after
    std::optional<qint64> timestampBefore = {};  ///< strictly before
    std::optional<qint64> orderGreaterThan = {}; ///< leaves out outputs up to it
    bool descending = false;
    std::optional<QString> cursor = {}; ///< id of the first event wanted; an unknown one restarts
    int limit = 100;
};

struct BashEventPage
{
    QList<BashEventRow> rows = {};
    std::optional<QString> next = {}; ///< id of the first event of the next page
};

/// What a prune() may leave.
struct BashEventRetention
{
    std::optional<qint64> notBefore = {}; ///< older events go
    std::optional<qint64> atMost = {}; ///< the oldest beyond this number go
};

/// The table of bash events.
class BashEvents
{
public:
    explicit BashEvents(Database *database);

    core::Task<> insert(QList<BashEventRow> rows);
    /// Inserts the rows of one command together with how far they bring it.
    core::Task<> insert(QList<BashEventRow> rows, BashProgressRow progress);
    /// The newest commands not older than @p notBefore that have not ended, at most @p limit.
    core::Task<QList<BashProgressRow>> running(qint64 notBefore, int limit);
    core::Task<BashEventPage> search(BashEventSearch wanted);
    core::Task<std::optional<BashEventRow>> find(QString userId, QString id);
    /// One answer per id, in their order.
    core::Task<QList<std::optional<BashEventRow>>> findMany(QString userId, QStringList ids);
    /// Deletes all events of the user and says how many they were.
    core::Task<qint64> clear(QString userId);
    /// Deletes old events of all users and says how many they were.
    core::Task<qint64> prune(BashEventRetention retention);

private:
    Database *m_database;
};

} // namespace store
