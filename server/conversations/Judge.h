// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversation.h"

namespace conversations {

/// What a judge says of a goal.
struct Verdict
{
    double score = 0; ///< from 0 to 1, how sure it is that the goal is reached
    bool complete = false;
    QString missing; ///< what is left to do

    static constexpr auto fields()
    {
        return std::tuple{json::field("score", &Verdict::score),
                          json::field("complete", &Verdict::complete),
                          json::field("missing", &Verdict::missing)};
    }
};

/// Reads a model's answer. One that holds no JSON object counts as "not reached": a goal must not
/// end because a judge mumbled.
Verdict verdictFrom(const QString &answer);

/// Asks the agent's model whether what happened so far reaches @p objective. Upstream with the
/// provider's words when it does not answer, Cancelled when @p stop is requested.
core::Task<Verdict> judge(std::shared_ptr<Conversation> conversation, QString objective,
                          std::stop_token stop);

} // namespace conversations
