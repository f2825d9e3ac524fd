// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

/// A workspace as it is stored.
struct WorkspaceRow
{
    QString id = {};
    QString userId = {};
    QString name = {};
    qint64 createdAt = 0; ///< microseconds since 1970 in UTC
    qint64 usedAt = 0;
    std::optional<qint64> leavingAt = {}; ///< since when it is being deleted
    QByteArray body = {}; ///< JSON text
};

/// The table of workspaces.
class Workspaces
{
public:
    explicit Workspaces(Database *database);

    /// Conflict when the id is taken.
    core::Task<> insert(WorkspaceRow row);
    core::Task<std::optional<WorkspaceRow>> find(QString id);
    /// Oldest first.
    core::Task<QList<WorkspaceRow>> all();
    /// Oldest first.
    core::Task<QList<WorkspaceRow>> ofUser(QString userId);
    /// False when there is no such workspace, or it is leaving.
    core::Task<bool> change(QString id, QString name, QByteArray body);
    /// Never back in time; an unknown id is left alone.
    core::Task<> setUsed(QString id, qint64 usedAt);
    /// False when there is no such workspace, or it is leaving already.
    core::Task<bool> setLeaving(QString id, qint64 leavingAt);
    core::Task<> remove(QString id);

private:
    Database *m_database;
};

} // namespace store
