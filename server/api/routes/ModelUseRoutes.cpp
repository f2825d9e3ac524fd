// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/ModelUseRoutes.h"

using namespace api;

ModelUseRoutes::ModelUseRoutes(store::ModelUse *use, const core::Clock *clock)
    : m_use(use)
    , m_clock(clock)
{}

QList<Route> ModelUseRoutes::table()
{
    return {
        route(Method::Get, "/metrics/models", "readModelUse", this, &ModelUseRoutes::read,
              {.summary = "What models and conversations used and cost in the last time.",
               .tag = "Operation"}),
    };
}

ModelUseRoutes::Amount ModelUseRoutes::amountOf(const store::ModelUseRow &row)
{
    return {row.promptTokens, row.completionTokens, row.cachedTokens, row.cost};
}

core::Task<ModelUseRoutes::Use> ModelUseRoutes::read(Caller caller, Query<UseQuery> query)
{
    const auto now = std::chrono::floor<std::chrono::minutes>(m_clock->now());
    const std::optional<QString> user = caller.isAdmin() ? std::nullopt
                                                         : std::optional(caller.userId);
    const auto sums = co_await m_use->since((now - query->minutes.value).count(), user, most);
    if (!sums)
        co_return std::unexpected(sums.error());
    Use use;
    for (const store::ModelUseRow &row : sums->models)
        use.models.append({row.model, amountOf(row)});
    for (const store::ModelUseRow &row : sums->conversations)
        use.conversations.append({row.conversationId, row.userId, amountOf(row)});
    use.whole = amountOf(sums->whole);
    co_return use;
}
