// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Judge.h"

namespace conversations {

struct GoalRequest
{
    QString objective;
    int maxIterations = 10; ///< how often it is judged at the most

    static constexpr auto fields()
    {
        return std::tuple{json::field("objective", &GoalRequest::objective),
                          json::optional("max_iterations", &GoalRequest::maxIterations)};
    }
};

/// Something that a conversation works for over several runs: after each run a judge says whether
/// it is reached, and if not, the agent is told what is missing and runs again. Every step is an
/// update with the key "goal" in the log.
class Goal
{
public:
    Goal(GoalRequest request, int iteration);

    /// Sends @p message and goes on until the goal is reached, judged often enough, or stopped.
    core::Task<> pursue(std::shared_ptr<Conversation> conversation, QString message);
    /// Ends it as "interrupted"; returns when that is on disk.
    core::Task<> stop(std::shared_ptr<Conversation> conversation);

private:
    enum class State { Running, Complete, Capped, Interrupted };

    /// One run and what the judge says of it; nothing when the goal ends here.
    QCoro::Task<std::optional<Verdict>> round(std::shared_ptr<Conversation> conversation,
                                              QString message);
    QJsonObject report(State state, const std::optional<Verdict> &verdict) const;

    GoalRequest m_request;
    int m_iteration; ///< how often it was judged
    std::stop_source m_stop;
    core::Deferred<bool> m_ended;
};

/// Conflict while the conversation runs or has a goal, Invalid without an objective.
core::Task<> startGoal(std::shared_ptr<Conversation> conversation, GoalRequest request);
/// Nothing happens when there is no goal.
core::Task<> stopGoal(std::shared_ptr<Conversation> conversation);
/// Takes up the newest goal in the log; Invalid when there is none or it has come to its end.
core::Task<> resumeGoal(std::shared_ptr<Conversation> conversation);

} // namespace conversations
