// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "conversations/Conversations.h"
#include "conversations/Goal.h"

namespace api {

/// What a conversation's agent works for, with which model, and whether it has a place to work in.
class SteeringRoutes
{
public:
    explicit SteeringRoutes(conversations::Conversations *conversations);

    QList<Route> table();

private:
    struct SwitchModel
    {
        model::LlmConfig llm;

        static constexpr auto fields() { return std::tuple{json::field("llm", &SwitchModel::llm)}; }
    };

    /// For clients that know servers whose places to work in come and go by themselves.
    struct Runtime
    {
        QString status = "available";
        bool canResume = true;
        std::optional<QString> error;

        static constexpr auto fields()
        {
            return std::tuple{json::field("runtime_status", &Runtime::status),
                              json::field("can_resume", &Runtime::canResume),
                              json::field("runtime_error", &Runtime::error)};
        }
    };

    core::Task<Success> startGoal(Caller caller, Path<ConversationPath> path,
                                  Body<conversations::GoalRequest> body);
    core::Task<Success> stopGoal(Caller caller, Path<ConversationPath> path);
    core::Task<Success> resumeGoal(Caller caller, Path<ConversationPath> path);
    core::Task<Success> switchModel(Caller caller, Path<ConversationPath> path, RawBody raw,
                                    Body<SwitchModel> body);

    core::Task<Success> condense(Caller caller, Path<ConversationPath> path);
    core::Task<Runtime> readRuntime(Caller caller, Path<ConversationPath> path);

    conversations::Conversations *m_conversations;
};

} // namespace api
