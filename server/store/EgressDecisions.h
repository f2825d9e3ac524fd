// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

/// What became of one wish of a workspace to reach something, as it is stored.
struct EgressDecisionRow
{
    QString userId = {};
    qint64 id = 0; ///< grows
    QString workspaceId = {};
    qint64 at = 0; ///< milliseconds since 1970
    QString host = {};
    int port = 0;
    QString address = {};
    bool isAllowed = false;
    bool acceptsWrites = false;
    QString reason = {};
    qint64 bytesUp = 0;
    qint64 bytesDown = 0;
};

/// How much went through a connection that has ended.
struct EgressBytesRow
{
    QString userId = {};
    qint64 id = 0;
    qint64 up = 0;
    qint64 down = 0;
};

/// Which decisions are wanted.
struct EgressSearch
{
    QString userId = {};
    std::optional<QString> workspaceId = {};
    std::optional<bool> isAllowed = {};
    std::optional<qint64> after = {}; ///< an id; without one the newest are wanted
    int limit = 100;
};

/// The table of decisions about hosts.
class EgressDecisions
{
public:
    explicit EgressDecisions(Database *database);

    /// Adds @p rows, then notes @p bytes, then forgets what is older than @p since and all but the
    /// newest @p most of each user that got a row.
    core::Task<> keep(QList<EgressDecisionRow> rows, QList<EgressBytesRow> bytes, int most,
                      qint64 since);
    /// Oldest first.
    core::Task<QList<EgressDecisionRow>> find(EgressSearch search);
    core::Task<> removeOf(QString userId);

private:
    Database *m_database;
};

} // namespace store
