// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "conversations/Conversations.h"
#include "conversations/Goal.h"

namespace api {

/// What a conversation's agent works for, and with which model.
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

    core::Task<Success> startGoal(Caller caller, Path<ConversationPath> path,
                                  Body<conversations::GoalRequest> body);
    core::Task<Success> stopGoal(Caller caller, Path<ConversationPath> path);
    core::Task<Success> resumeGoal(Caller caller, Path<ConversationPath> path);
    core::Task<Success> switchModel(Caller caller, Path<ConversationPath> path, RawBody raw,
                                    Body<SwitchModel> body);

    conversations::Conversations *m_conversations;
};

} // namespace api
