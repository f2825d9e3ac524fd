// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/AlertRoutes.h"

using namespace api;

AlertRoutes::AlertRoutes(telemetry::Alerts *alerts, telemetry::RuleSettings *settings,
                         QStringList sinks)
    : m_alerts(alerts)
    , m_settings(settings)
    , m_sinks(QStringList{"log", "feed"} + sinks)
{}

QList<Route> AlertRoutes::table()
{
    using enum Method;
    return {
        route(Get, "/alerts", "listAlerts", this, &AlertRoutes::list,
              {.summary = "What needs a person, now and lately.", .tag = "Operation"}),
        route(Get, "/alerts/rules", "listAlertRules", this, &AlertRoutes::rules,
              {.summary = "What is watched for, and from where on it is an alert.",
               .tag = "Operation"}),
        route(Patch, "/alerts/rules/{rule}", "changeAlertRule", this, &AlertRoutes::changeRule,
              audited({.access = Access::Admin,
                       .summary = "Switches a rule on or off, or changes how it counts.",
                       .tag = "Operation"},
                      "alert.rule")),
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

AlertRoutes::Rule AlertRoutes::shown(const telemetry::AlertRule &known) const
{
    const telemetry::RuleInForce now = m_settings->inForce(known);
    const telemetry::RuleInForce given = m_settings->given(known);
    Rule rule;
    rule.name = known.name;
    rule.isOn = now.isOn;
    rule.severity = known.severity;
    rule.holds = now.holds.count();
    rule.rests = known.rests.count();
    rule.advice = known.advice;
    rule.threshold = now.threshold;
    rule.sinks = now.sinks;
    rule.changed = json::write(m_settings->change(rule.name)).toObject().keys();
    rule.given = {given.threshold, given.holds.count(), given.sinks};
    if (const telemetry::AlertNumber *number = telemetry::alertNumber(rule.name)) {
        rule.unit = number->unit;
        rule.option = number->option;
        rule.least = number->least;
        rule.most = number->most;
    }
    return rule;
}

core::Task<AlertRoutes::RuleList> AlertRoutes::rules()
{
    RuleList answer;
    answer.sinks = m_sinks;
    for (const telemetry::AlertRule &known : telemetry::alertRules())
        answer.items.append(shown(known));
    co_return answer;
}

core::Task<AlertRoutes::Rule> AlertRoutes::changeRule(Path<ByRule> path, Body<QJsonObject> body)
{
    const core::Result<> changed = co_await m_settings->set(path->rule, *body);
    if (!changed)
        co_return std::unexpected(changed.error());
    co_return shown(*telemetry::alertRule(path->rule));
}

core::Task<telemetry::Alert> AlertRoutes::silence(Path<ById> path, Body<Silence> body)
{
    const std::chrono::seconds time(body->seconds);
    co_return co_await m_alerts->silence(path->id, time);
}
