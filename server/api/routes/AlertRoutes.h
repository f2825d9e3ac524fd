// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "telemetry/AlertThresholds.h"
#include "telemetry/Alerts.h"

namespace api {

/// What needs a person: users see what is about their own things, an admin sees everything.
class AlertRoutes
{
public:
    /// @p alerts outlives this. @p sinks: who is told besides the log and the feed.
    AlertRoutes(telemetry::Alerts *alerts, const telemetry::AlertThresholds &thresholds,
                QStringList sinks);

    QList<Route> table();

private:
    struct AlertQuery
    {
        std::optional<telemetry::AlertState> state;
        QString rule;
        std::optional<QString> user;
        std::optional<qint64> before;
        Limit limit;

        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        static constexpr auto fields()
        {
            return std::tuple{json::field("state", &AlertQuery::state),
                              json::optional("rule", &AlertQuery::rule),
                              json::field("user", &AlertQuery::user, "for an admin: a user's id"),
                              json::field("before", &AlertQuery::before,
                                          "next_before of the page before"),
                              json::optional("limit", &AlertQuery::limit)};
        }
    };
    struct AlertList
    {
        QList<telemetry::Alert> items;
        std::optional<qint64> next;

        static constexpr auto fields()
        {
            return std::tuple{json::field("items", &AlertList::items, "newest first"),
                              json::field("next_before", &AlertList::next)};
        }
    };
    struct Rule
    {
        QString name;
        telemetry::AlertSeverity severity = telemetry::AlertSeverity::Warning;
        qint64 holds = 0;
        qint64 rests = 0;
        QString advice;
        std::optional<double> threshold;
        QString unit;
        QString option;

        static constexpr auto fields()
        {
            return std::tuple{
                json::field("rule", &Rule::name),
                json::field("severity", &Rule::severity),
                json::field("holds", &Rule::holds, "seconds before it fires"),
                json::field("rests", &Rule::rests, "seconds that it must not hold to be resolved"),
                json::field("advice", &Rule::advice),
                json::field("threshold", &Rule::threshold, "null when it cannot be changed"),
                json::field("unit", &Rule::unit, "of the threshold: percent, minutes, hours, days"),
                json::field("option", &Rule::option, "of the server that sets the threshold"),
            };
        }
    };
    struct RuleList
    {
        QList<Rule> items;
        QStringList sinks;

        static constexpr auto fields()
        {
            return std::tuple{
                json::field("items", &RuleList::items),
                json::field("sinks", &RuleList::sinks, "who is told: log, feed, webhook"),
            };
        }
    };
    struct ById
    {
        QString id;

        static constexpr auto fields() { return std::tuple{json::field("id", &ById::id)}; }
    };
    struct Silence
    {
        qint64 seconds = 0;

        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        static constexpr auto fields()
        {
            return std::tuple{
                json::field("seconds", &Silence::seconds, "at most 30 days; 0 ends a silence")};
        }
    };

    core::Task<AlertList> list(Caller caller, Query<AlertQuery> query);
    core::Task<RuleList> rules();
    core::Task<telemetry::Alert> silence(Path<ById> path, Body<Silence> body);

    telemetry::Alerts *m_alerts;
    const telemetry::AlertThresholds m_thresholds;
    const QStringList m_sinks;
};

} // namespace api
