// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "conversations/Conversations.h"

namespace api {

/// /api/conversations of the SDK surface.
class ConversationRoutes
{
public:
    explicit ConversationRoutes(conversations::Conversations *conversations);

    QList<Route> table();

private:
    struct SearchQuery
    {
        std::optional<Uuid> pageId;
        Limit limit;
        std::optional<model::ExecutionStatus> status;
        QString sortOrder = "CREATED_AT_DESC";
        bool includeSkills = false;

        static constexpr auto fields()
        {
            return std::tuple{json::field("page_id", &SearchQuery::pageId),
                              json::optional("limit", &SearchQuery::limit),
                              json::field("status", &SearchQuery::status),
                              json::optional("sort_order", &SearchQuery::sortOrder),
                              json::optional("include_skills", &SearchQuery::includeSkills)};
        }
    };
    struct CountQuery
    {
        std::optional<model::ExecutionStatus> status;

        static constexpr auto fields()
        {
            return std::tuple{json::field("status", &CountQuery::status)};
        }
    };
    struct BatchQuery
    {
        QList<Uuid> ids;
        bool includeSkills = false;

        static constexpr auto fields()
        {
            return std::tuple{json::field("ids", &BatchQuery::ids),
                              json::optional("include_skills", &BatchQuery::includeSkills)};
        }
    };
    struct EraseQuery
    {
        bool erase = false; ///< for good, instead of after a while

        static constexpr auto fields()
        {
            return std::tuple{json::optional("erase", &EraseQuery::erase)};
        }
    };
    struct SetSecrets
    {
        QJsonObject secrets;

        static constexpr auto fields()
        {
            return std::tuple{json::field("secrets", &SetSecrets::secrets)};
        }
    };
    struct SetPolicy
    {
        QJsonObject policy;

        static constexpr auto fields()
        {
            return std::tuple{json::field("policy", &SetPolicy::policy)};
        }
    };
    struct SetAnalyzer
    {
        QJsonValue analyzer;

        static constexpr auto fields()
        {
            return std::tuple{
                json::field("security_analyzer", &SetAnalyzer::analyzer,
                            "An object with the kind of an analyzer; null for none.")};
        }
    };
    struct FinalResponse
    {
        QString response;

        static constexpr auto fields()
        {
            return std::tuple{json::field("response", &FinalResponse::response)};
        }
    };

    using Found = std::shared_ptr<conversations::Conversation>;

    core::Task<Reply<QJsonObject, 200, 201>> start(Caller caller, Query<IncludeSkills> query,
                                                   RawBody raw,
                                                   Body<model::StartConversation> body);
    core::Task<QJsonObject> search(Caller caller, Query<SearchQuery> query);
    core::Task<qint64> count(Caller caller, Query<CountQuery> query);
    core::Task<QList<std::optional<QJsonObject>>> batch(Caller caller, Query<BatchQuery> query);
    core::Task<QJsonObject> read(Caller caller, Path<ConversationPath> path,
                                 Query<IncludeSkills> query);
    core::Task<Success> update(Caller caller, Path<ConversationPath> path,
                               Body<model::UpdateConversation> body);
    core::Task<Success> remove(Caller caller, Path<ConversationPath> path);
    core::Task<Success> erase(Caller caller, Path<ConversationPath> path, Query<EraseQuery> query);
    core::Task<Reply<Success>> run(Caller caller, Path<ConversationPath> path);
    core::Task<Success> pause(Caller caller, Path<ConversationPath> path);
    core::Task<Success> interrupt(Caller caller, Path<ConversationPath> path);
    core::Task<Success> setSecrets(Caller caller, Path<ConversationPath> path,
                                   Body<SetSecrets> body);
    core::Task<Success> setPolicy(Caller caller, Path<ConversationPath> path, Body<SetPolicy> body);
    core::Task<Success> setAnalyzer(Caller caller, Path<ConversationPath> path,
                                    Body<SetAnalyzer> body);
    core::Task<FinalResponse> finalResponse(Caller caller, Path<ConversationPath> path);

    conversations::Conversations *m_conversations;
};

} // namespace api
