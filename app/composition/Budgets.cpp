// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Budgets.h"

using namespace composition;

Budgets::Budgets(store::Database *database, const identity::Users *users)
    : m_users(users)
    , m_table(database)
    , m_spending(&m_table, [this](const QString &userId) { return of(userId); })
{}

void Budgets::adopt(const Configuration &configuration)
{
    m_ofServer = budgetOf(configuration).value_or(m_ofServer);
    const QStringList users = m_spending.users();
    for (const QString &userId : users)
        m_spending.reconsider(userId);
}

model::Budget Budgets::of(const QString &userId) const
{
    return model::merged(m_ofServer, m_users->quotas(userId).budget.value_or(model::Budget()));
}

core::Result<model::Budget> composition::budgetOf(const Configuration &configuration)
{
    model::Budget budget;
    const auto read = [&configuration](const char *option, auto &amount) -> core::Result<> {
        const QString text = configuration.valueOf(option);
        if (text.isEmpty())
            return {};
        bool isNumber = false;
        using Amount = std::remove_reference_t<decltype(*amount)>;
        if constexpr (std::is_same_v<Amount, double>)
            amount = text.toDouble(&isNumber);
        else
            amount = text.toLongLong(&isNumber);
        if (isNumber && model::isAmount(*amount))
            return {};
        return core::fail(core::Error::Kind::Invalid,
                          QString("%1 (from %2): expected a number from 0 to %3, not \"%4\".")
                              .arg(option, configuration.sourceOf(option))
                              .arg(model::highestOf(*amount))
                              .arg(text));
    };
    return read("max-cost-per-day", budget.costPerDay)
        .and_then([&] { return read("max-cost-per-month", budget.costPerMonth); })
        .and_then([&] { return read("max-tokens-per-day", budget.tokensPerDay); })
        .and_then([&] {
        return read("max-tokens-per-month", budget.tokensPerMonth);
    }).transform([&] { return budget; });
}
