// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "conversations/Conversations.h"

namespace api {

/// /api/conversations/{id}/events of the SDK surface. Stored events go out as they are on disk.
class EventRoutes
{
public:
    explicit EventRoutes(conversations::Conversations *conversations);

    QList<Route> table();

private:
    struct FilterQuery
    {
        std::optional<QString> kind;
        std::optional<QString> source;
        std::optional<QString> body;
        std::optional<Moment> timestampFrom;
        std::optional<Moment> timestampBefore;

        static constexpr auto fields()
        {
            return std::tuple{json::field("kind", &FilterQuery::kind),
                              json::field("source", &FilterQuery::source),
                              json::field("body", &FilterQuery::body),
                              json::field("timestamp__gte", &FilterQuery::timestampFrom),
                              json::field("timestamp__lt", &FilterQuery::timestampBefore)};
        }
    };
    struct PageQuery
    {
        std::optional<QString> pageId;
        Limit limit;
        QString sortOrder = "TIMESTAMP";

        static constexpr auto fields()
        {
            return std::tuple{json::field("page_id", &PageQuery::pageId),
                              json::optional("limit", &PageQuery::limit),
                              json::optional("sort_order", &PageQuery::sortOrder)};
        }
    };
    struct EventPath
    {
        Uuid id;
        QString eventId;

        static constexpr auto fields()
        {
            return std::tuple{json::field("id", &EventPath::id),
                              json::field("event_id", &EventPath::eventId)};
        }
    };
    struct Confirmation
    {
        bool accept = false;
        QString reason = "User rejected the action.";

        static constexpr auto fields()
        {
            return std::tuple{json::field("accept", &Confirmation::accept),
                              json::optional("reason", &Confirmation::reason)};
        }
    };

    core::Task<> checkConversation(QString userId, QString id);
    core::Task<store::EventFilter> filter(QString userId, QString id, FilterQuery query);

    core::Task<Response> search(Caller caller, Path<ConversationPath> path,
                                Query<FilterQuery> filter, Query<PageQuery> page);
    core::Task<qint64> count(Caller caller, Path<ConversationPath> path, Query<FilterQuery> query);
    core::Task<Response> batch(Caller caller, Path<ConversationPath> path, Body<QStringList> ids);
    core::Task<Response> read(Caller caller, Path<EventPath> path);
    core::Task<Reply<Success>> post(Caller caller, Path<ConversationPath> path,
                                    Body<model::SendMessage> body);
    core::Task<Reply<Success>> respond(Caller caller, Path<ConversationPath> path,
                                       Body<Confirmation> body);

    conversations::Conversations *m_conversations;
};

} // namespace api
