// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/AlertRoutes.h"

using namespace api;

AlertRoutes::AlertRoutes(telemetry::Alerts *alerts, const telemetry::AlertThresholds &thresholds,
                         QStringList sinks)
    : m_alerts(alerts)
    , m_thresholds(thresholds)
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

/// What an option of the server says of a rule.
struct ThresholdOfRule
{
    const char *rule;
    const char *option;
    const char *unit;
    double (*value)(const telemetry::AlertThresholds &thresholds);
};

static constexpr ThresholdOfRule thresholdsOfRules[] = {
    {"data_disk_low", "alert-disk", "percent", [](const auto &all) { return all.dataDiskFree; }},
    {"error_rate", "alert-error-rate", "percent", [](const auto &all) { return all.errorRate; }},
    {"budget_low", "alert-budget", "percent", [](const auto &all) { return all.budget; }},
    {"run_silent", "alert-run-silence", "minutes",
     [](const auto &all) { return double(all.runSilence.count()); }},
    {"certificate_ends", "alert-certificate", "days",
     [](const auto &all) { return double(all.certificate.count()); }},
    {"backup_old", "alert-backup-age", "hours",
     [](const auto &all) { return double(all.backupAge.count()); }},
};

core::Task<AlertRoutes::RuleList> AlertRoutes::rules()
{
    RuleList answer;
    answer.sinks = m_sinks;
    for (const telemetry::AlertRule &known : telemetry::alertRules()) {
        Rule rule;
        rule.name = known.name;
        rule.severity = known.severity;
        rule.holds = known.holds.count();
        rule.rests = known.rests.count();
        rule.advice = known.advice;
        const auto *found = std::ranges::find(thresholdsOfRules, rule.name, &ThresholdOfRule::rule);
        if (found != std::end(thresholdsOfRules)) {
            rule.threshold = found->value(m_thresholds);
            rule.unit = found->unit;
            rule.option = found->option;
        }
        answer.items.append(rule);
    }
    co_return answer;
}

core::Task<telemetry::Alert> AlertRoutes::silence(Path<ById> path, Body<Silence> body)
{
    const std::chrono::seconds time(body->seconds);
    co_return co_await m_alerts->silence(path->id, time);
}
