// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/EgressRules.h"
#include "workspace/EgressRules.h"

namespace composition {

/// Keeps what users said of hosts in the store.
class StoredEgressRules : public workspace::EgressRuleStore
{
public:
    /// @p table outlives it.
    explicit StoredEgressRules(store::EgressRules *table);

    core::Task<QList<workspace::EgressRule>> ofUser(QString userId) override;
    core::Task<> add(workspace::EgressRule rule) override;
    core::Task<bool> remove(QString userId, QString id) override;
    core::Task<> removeOf(QString userId, std::optional<QString> workspaceId) override;

private:
    store::EgressRules *m_table;
};

} // namespace composition
