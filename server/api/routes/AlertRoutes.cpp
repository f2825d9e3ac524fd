// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/AlertRoutes.h"

using namespace api;

AlertRoutes::AlertRoutes(telemetry::Alerts *alerts)
    : m_alerts(alerts)
{}

QList<Route> AlertRoutes::table()
{
    using enum Method;
    return {
        route(Get, "/alerts", "listAlerts", this, &AlertRoutes::list,
              {.summary = "What needs a person, now and lately.", .tag = "Operation"}),
        route(Post, "/alerts/{id}/silence", "silenceAlert", this, &AlertRoutes::silence,
              audited({.access = Access::Admin,
                       .summary = "Tells nobody of an alert for a while.",
                       .tag = "Operation"},
                      "alert.silence")),
    };
}

core::Task<AlertRoutes::AlertList> AlertRoutes::list(Caller caller, Query<AlertQuery> query)
{
    if (query->user && *query->user != caller.userId && !caller.isAdmin())
        co_return std::unexpected(missingScope(Access::Admin));
    telemetry::AlertFilter filter;
    filter.userId = caller.isAdmin() ? query->user : std::optional(caller.userId);
    filter.state = query->state;
    filter.rule = query->rule;
    filter.before = query->before;
    filter.limit = query->limit.value;
    const core::Result<telemetry::AlertPage> page = co_await m_alerts->find(std::move(filter));
    if (!page)
        co_return std::unexpected(page.error());
    AlertList answer;
    answer.items = page->items;
    answer.next = page->next;
    co_return answer;
}

core::Task<telemetry::Alert> AlertRoutes::silence(Path<ById> path, Body<Silence> body)
{
    const std::chrono::seconds time(body->seconds);
    co_return co_await m_alerts->silence(path->id, time);
}
