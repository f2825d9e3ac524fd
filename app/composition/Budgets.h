// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Configuration.h"
#include "conversations/Spending.h"
#include "identity/Users.h"

namespace composition {

/// What users may spend on models: each what their quotas say, and where those say nothing what the
/// server's options do.
class Budgets
{
public:
    /// Both outlive it.
    Budgets(store::Database *database, const identity::Users *users);

    conversations::Spending &spending() { return m_spending; }
    /// Takes the server's options anew.
    void adopt(const Configuration &configuration);

private:
    model::Budget of(const QString &userId) const;

    const identity::Users *m_users;
    model::Budget m_ofServer;
    store::Spending m_table;
    conversations::Spending m_spending;
};

/// Invalid, naming the option, for what is no amount.
core::Result<model::Budget> budgetOf(const Configuration &configuration);

} // namespace composition
