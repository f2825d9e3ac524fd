// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "workspace/WorkspaceSettings.h"

namespace workspace {

/// A workspace that may have something in an engine.
struct WorkspaceRecord
{
    QString id; ///< a user's default workspace has the user's id
    QString userId;
    QString name; ///< what people call it
    WorkspaceSettings settings; ///< its own, above the server's
    std::chrono::microseconds createdAt{0}; ///< since 1970
    std::chrono::microseconds usedAt{0};
    bool isLeaving = false; ///< it is being deleted, with its files

    bool isDefault() const { return id == userId; }
};

/// What is known of workspaces beyond the life of the server. A record is there before anything is
/// made in an engine and until the last of it is removed, so nothing there is nobody's for long.
class Ledger
{
public:
    virtual ~Ledger() = default;

    /// Conflict when the id is taken.
    virtual core::Task<> add(WorkspaceRecord record) = 0;
    virtual core::Task<std::optional<WorkspaceRecord>> find(QString id) = 0;
    /// Oldest first.
    virtual core::Task<QList<WorkspaceRecord>> all() = 0;
    /// Oldest first.
    virtual core::Task<QList<WorkspaceRecord>> ofUser(QString userId) = 0;
    /// False when there is no such workspace, or it is leaving.
    virtual core::Task<bool> change(QString id, QString name, WorkspaceSettings settings) = 0;
    virtual core::Task<> setUsed(QString id, std::chrono::microseconds usedAt) = 0;
    /// False when there is no such workspace, or it is leaving already.
    virtual core::Task<bool> setLeaving(QString id) = 0;
    virtual core::Task<> remove(QString id) = 0;
};

} // namespace workspace
