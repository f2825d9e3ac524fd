// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/TelemetryRoutes.h"

using namespace api;

TelemetryRoutes::TelemetryRoutes(const telemetry::Health *health, const telemetry::Metrics *metrics,
                                 const telemetry::RequestLog *requests,
                                 telemetry::FigureHistory *history, Limits limits)
    : m_health(health)
    , m_metrics(metrics)
    , m_requests(requests)
    , m_history(history)
    , m_limits(std::move(limits))
{}

QList<Route> TelemetryRoutes::table()
{
    using enum Method;
    return {
        route(Get, "/health", "health", this, &TelemetryRoutes::health,
              {.scope = Scope::Public, .tag = "Server"}),
        route(Get, "/metrics", "readMetrics", this, &TelemetryRoutes::metrics,
              {.access = Access::Metrics,
               .summary = "The figures of the server for Prometheus.",
               .tag = "Operation"}),
        route(Get, "/metrics/history", "readFigureHistory", this, &TelemetryRoutes::history,
              {.access = Access::Metrics,
               .summary = "What happened in the last minutes to days, step by step.",
               .tag = "Operation"}),
        route(Get, "/limits", "listLimits", this, &TelemetryRoutes::limits,
              {.summary = "What the caller may ask for at most.", .tag = "Operation"}),
        route(Get, "/requests", "listRequests", this, &TelemetryRoutes::requests,
              {.access = Access::Admin, .summary = "The last requests.", .tag = "Operation"}),
    };
}

core::Task<telemetry::HealthReport> TelemetryRoutes::health()
{
    co_return m_health->report();
}

core::Task<Response> TelemetryRoutes::metrics()
{
    Response response;
    response.contentType = "text/plain; version=0.0.4; charset=utf-8";
    response.body = m_metrics->text();
    co_return response;
}

core::Task<TelemetryRoutes::FigureList> TelemetryRoutes::history(Query<HistoryQuery> query)
{
    const auto span = co_await m_history->last(query->minutes.value);
    if (!span)
        co_return std::unexpected(span.error());
    FigureList list;
    list.step = span->step.count();
    list.items = span->points;
    co_return list;
}

core::Task<TelemetryRoutes::LimitList> TelemetryRoutes::limits(Caller caller)
{
    LimitList list;
    list.items = m_limits(caller);
    co_return list;
}

core::Task<TelemetryRoutes::Requests> TelemetryRoutes::requests(Query<RequestQuery> query)
{
    const qint64 after = query->after.value_or(-1);
    Requests answer;
    answer.items = m_requests->find(
        {after, query->user, query->route, query->status, query->limit.value});
    answer.lost = m_requests->lostAfter(after);
    co_return answer;
}
