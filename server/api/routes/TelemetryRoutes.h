// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "telemetry/FigureHistory.h"
#include "telemetry/Health.h"
#include "telemetry/Limit.h"
#include "telemetry/RequestLog.h"

namespace api {

/// How far back figures are wanted: 1 to 129,600 minutes, an hour when it is not given.
struct HistoryLength
{
    std::chrono::minutes value{60};
};

/// What an operator watches: health for anybody, figures for a key with the scope "metrics", the
/// rest for administrators.
class TelemetryRoutes
{
public:
    /// The limits of a user and a key, with their use.
    using Limits = std::function<QList<telemetry::Limit>(const Caller &caller)>;

    /// Everything given outlives this.
    TelemetryRoutes(const telemetry::Health *health, const telemetry::Metrics *metrics,
                    const telemetry::RequestLog *requests, telemetry::FigureHistory *history,
                    Limits limits);

    QList<Route> table();

private:
    struct RequestQuery
    {
        std::optional<qint64> after;
        QString user;
        QString route;
        int status = 0;
        Limit limit;

        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        static constexpr auto fields()
        {
            return std::tuple{json::field("after", &RequestQuery::after, "only with a greater seq"),
                              json::optional("user", &RequestQuery::user),
                              json::optional("route", &RequestQuery::route, "a template"),
                              json::optional("status", &RequestQuery::status, "the lowest"),
                              json::optional("limit", &RequestQuery::limit)};
        }
    };
    struct Requests
    {
        QList<telemetry::AnsweredRequest> items;
        qint64 lost = 0;

        static constexpr auto fields()
        {
            return std::tuple{json::field("items", &Requests::items),
                              json::field("lost", &Requests::lost,
                                          "how many after the one asked for are gone")};
        }
    };

    struct HistoryQuery
    {
        HistoryLength minutes;

        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        static constexpr auto fields()
        {
            return std::tuple{json::optional("minutes", &HistoryQuery::minutes, "until now")};
        }
    };
    struct FigureList
    {
        qint64 step = 60;
        QList<telemetry::FigurePoint> items;

        static constexpr auto fields()
        {
            return std::tuple{
                json::field("step", &FigureList::step, "seconds of each"),
                json::field("items", &FigureList::items,
                            "at most 361, the oldest first; none of a time when nothing happened")};
        }
    };

    core::Task<FigureList> history(Query<HistoryQuery> query);
    core::Task<telemetry::HealthReport> health();
    core::Task<Response> metrics();
    struct LimitList
    {
        QList<telemetry::Limit> items;

        static constexpr auto fields()
        {
            return std::tuple{json::field("items", &LimitList::items)};
        }
    };
    core::Task<LimitList> limits(Caller caller);
    core::Task<Requests> requests(Query<RequestQuery> query);

    const telemetry::Health *m_health;
    const telemetry::Metrics *m_metrics;
    const telemetry::RequestLog *m_requests;
    telemetry::FigureHistory *m_history;
    const Limits m_limits;
};

} // namespace api

template<>
struct json::Codec<api::HistoryLength>
{
    static constexpr int most = std::chrono::minutes(telemetry::FigureHistory::longest).count();

    static void read(const QJsonValue &value, api::HistoryLength &out, Reader &reader)
    {
        bool isNumber = false;
        const int number = value.toString().toInt(&isNumber);
        if (!isNumber || number < 1 || number > most)
            return reader.report("value_error", QString("must be 1 to %1").arg(most), value);
        out.value = std::chrono::minutes(number);
    }
    static QJsonValue write(const api::HistoryLength &value, Nulls)
    {
        return qint64(value.value.count());
    }
    static QJsonObject schema() { return {{"type", "integer"}, {"minimum", 1}, {"maximum", most}}; }
};
