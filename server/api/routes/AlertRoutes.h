// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "telemetry/Alerts.h"

namespace api {

/// What needs a person: users see what is about their own things, an admin sees everything.
class AlertRoutes
{
public:
    /// @p alerts outlives this.
    explicit AlertRoutes(telemetry::Alerts *alerts);

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
    core::Task<telemetry::Alert> silence(Path<ById> path, Body<Silence> body);

    telemetry::Alerts *m_alerts;
};

} // namespace api
