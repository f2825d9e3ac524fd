// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "telemetry/Alerts.h"
#include "telemetry/RuleSettings.h"

namespace api {

/// What needs a person: users see what is about their own things, an admin sees everything.
class AlertRoutes
{
public:
    /// Those given outlive this. @p sinks: who is told besides the log and the feed.
    AlertRoutes(telemetry::Alerts *alerts, telemetry::RuleSettings *settings, QStringList sinks);

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
    struct Given
    {
        std::optional<double> threshold;
        qint64 holds = 0;
        QStringList sinks;

        static constexpr auto fields()
        {
            return std::tuple{json::field("threshold", &Given::threshold),
                              json::field("holds", &Given::holds),
                              json::field("sinks", &Given::sinks)};
        }
    };
    struct Rule
    {
        QString name;
        bool isOn = true;
        telemetry::AlertSeverity severity = telemetry::AlertSeverity::Warning;
        qint64 holds = 0;
        qint64 rests = 0;
        QString advice;
        std::optional<double> threshold;
        QString unit;
        QString option;
        std::optional<double> least;
        std::optional<double> most;
        QStringList sinks;
        QStringList changed;
        Given given;

        static constexpr auto fields()
        {
            return std::tuple{
                json::field("rule", &Rule::name),
                json::field("enabled", &Rule::isOn),
                json::field("severity", &Rule::severity),
                json::field("holds", &Rule::holds, "seconds before it fires"),
                json::field("rests", &Rule::rests, "seconds that it must not hold to be resolved"),
                json::field("advice", &Rule::advice),
                json::field("threshold", &Rule::threshold, "null when it cannot be changed"),
                json::field("unit", &Rule::unit,
                            "of the threshold: percent, seconds, minutes, hours, days, calls"),
                json::field("option", &Rule::option, "of the server that gives the threshold"),
                json::field("least", &Rule::least, "that the threshold may be"),
                json::field("most", &Rule::most, "that the threshold may be"),
                json::field("sinks", &Rule::sinks, "who is told: log, notification, webhook"),
                json::field("changed", &Rule::changed,
                            "what a person has set: enabled, threshold, holds, sinks"),
                json::field("given", &Rule::given, "what counts where nothing is changed"),
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
                json::field("sinks", &RuleList::sinks, "there are: log, feed, webhook"),
            };
        }
    };
    struct ByRule
    {
        QString rule;

        static constexpr auto fields() { return std::tuple{json::field("rule", &ByRule::rule)}; }
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
    Rule shown(const telemetry::AlertRule &rule) const;
    core::Task<Rule> changeRule(Path<ByRule> path, Body<QJsonObject> body);
    core::Task<telemetry::Alert> silence(Path<ById> path, Body<Silence> body);

    telemetry::Alerts *m_alerts;
    telemetry::RuleSettings *m_settings;
    const QStringList m_sinks;
};

} // namespace api
