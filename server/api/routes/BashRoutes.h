// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "store/BashEvents.h"
#include "workspace/BashService.h"

namespace api {

/// /api/bash: commands beside the conversations.
class BashRoutes
{
public:
    BashRoutes(workspace::BashService *service, store::BashEvents *events);

    QList<Route> table();

private:
    enum class Kind { Command, Output };
    friend constexpr auto enumNames(BashRoutes::Kind)
    {
        return std::array{std::pair{Kind::Command, "BashCommand"},
                          std::pair{Kind::Output, "BashOutput"}};
    }
    enum class Order { Ascending, Descending };
    friend constexpr auto enumNames(BashRoutes::Order)
    {
        return std::array{std::pair{Order::Ascending, "TIMESTAMP"},
                          std::pair{Order::Descending, "TIMESTAMP_DESC"}};
    }

    struct SearchQuery
    {
        std::optional<Kind> kind;
        std::optional<Uuid> commandId;
        std::optional<QString> timestampFrom;
        std::optional<QString> timestampBefore;
        std::optional<qint64> orderGreaterThan;
        Order order = Order::Ascending;
        std::optional<QString> pageId;
        Limit limit;

        static constexpr auto fields()
        {
            return std::tuple{json::field("kind__eq", &SearchQuery::kind),
                              json::field("command_id__eq", &SearchQuery::commandId),
                              json::field("timestamp__gte", &SearchQuery::timestampFrom),
                              json::field("timestamp__lt", &SearchQuery::timestampBefore),
                              json::field("order__gt", &SearchQuery::orderGreaterThan),
                              json::optional("sort_order", &SearchQuery::order),
                              json::field("page_id", &SearchQuery::pageId),
                              json::optional("limit", &SearchQuery::limit)};
        }
    };
    struct EventPath
    {
        QString id;

        static constexpr auto fields()
        {
            return std::tuple{json::field("event_id", &EventPath::id)};
        }
    };
    struct CommandPath
    {
        Uuid id;

        static constexpr auto fields()
        {
            return std::tuple{json::field("command_id", &CommandPath::id)};
        }
    };
    struct Cleared
    {
        qint64 clearedCount = 0;

        static constexpr auto fields()
        {
            return std::tuple{json::field("cleared_count", &Cleared::clearedCount)};
        }
    };

    core::Task<workspace::BashCommand> start(Caller caller, Body<workspace::BashRequest> body);
    core::Task<workspace::BashOutput> execute(Caller caller, Body<workspace::BashRequest> body);
    core::Task<Response> search(Caller caller, Query<SearchQuery> query);
    core::Task<Response> read(Caller caller, Path<EventPath> path);
    core::Task<Response> batch(Caller caller, Body<QStringList> ids);
    core::Task<Success> stop(Caller caller, Path<CommandPath> path);
    core::Task<Cleared> clear(Caller caller);

    workspace::BashService *m_service;
    store::BashEvents *m_events;
};

} // namespace api
