// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/EgressDecisions.h"
#include "workspace/EgressJournal.h"

namespace composition {

/// Keeps decisions about hosts in the store.
class StoredEgressDecisions : public workspace::EgressDecisionStore
{
public:
    /// @p table outlives it.
    explicit StoredEgressDecisions(store::EgressDecisions *table);

    core::Task<> keep(QList<workspace::EgressEntry> entries,
                      QList<workspace::EgressBytes> bytes) override;
    core::Task<QList<workspace::EgressEntry>> find(workspace::EgressFilter filter) override;
    core::Task<> removeOf(QString userId) override;

private:
    store::EgressDecisions *m_table;
};

} // namespace composition
