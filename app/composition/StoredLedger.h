// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/Workspaces.h"
#include "workspace/Ledger.h"

namespace composition {

/// Keeps what is known of workspaces in the database.
class StoredLedger : public workspace::Ledger
{
public:
    explicit StoredLedger(store::Workspaces *table);

    core::Task<> add(workspace::WorkspaceRecord record) override;
    core::Task<std::optional<workspace::WorkspaceRecord>> find(QString id) override;
    core::Task<QList<workspace::WorkspaceRecord>> all() override;
    core::Task<QList<workspace::WorkspaceRecord>> ofUser(QString userId) override;
    core::Task<bool> change(QString id, QString name,
                            workspace::WorkspaceSettings settings) override;
    core::Task<> setUsed(QString id, std::chrono::microseconds usedAt) override;
    core::Task<bool> setLeaving(QString id) override;
    core::Task<> remove(QString id) override;

private:
    store::Workspaces *m_table;
};

} // namespace composition
