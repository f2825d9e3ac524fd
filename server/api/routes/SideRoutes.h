// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "conversations/Child.h"
#include "conversations/Fork.h"

namespace api {

/// What is done with a conversation beside its own course: forks and children of it, other heads of
/// it, questions about it.
class SideRoutes
{
public:
    explicit SideRoutes(conversations::Conversations *conversations);

    QList<Route> table();

private:
    struct Target
    {
        std::optional<QString> eventId; ///< nothing: before all events

        static constexpr auto fields()
        {
            return std::tuple{json::field("event_id", &Target::eventId)};
        }
    };
    struct Question
    {
        QString question;

        static constexpr auto fields()
        {
            return std::tuple{json::field("question", &Question::question)};
        }
    };
    struct Answer
    {
        QString response;

        static constexpr auto fields()
        {
            return std::tuple{json::field("response", &Answer::response)};
        }
    };

    core::Task<Reply<QJsonObject, 201>> fork(Caller caller, Path<ConversationPath> path,
                                             Query<IncludeSkills> query,
                                             Body<conversations::ForkRequest> body);
    core::Task<Reply<QJsonObject, 201>> child(Caller caller, Path<ConversationPath> path,
                                              Body<conversations::ChildRequest> body);
    core::Task<QJsonObject> navigate(Caller caller, Path<ConversationPath> path,
                                     Query<IncludeSkills> query, Body<Target> body);
    core::Task<Answer> ask(Caller caller, Path<ConversationPath> path, Body<Question> body);

    conversations::Conversations *m_conversations;
};

} // namespace api
