// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Conversation.h"

using namespace std::chrono_literals;
using Status = model::ExecutionStatus;

// A workspace that is lost in the middle of a run.

static constexpr auto longestLoss = std::chrono::minutes(30);

/// Opens the workspace anew. While that cannot be done the conversation is paused and says why; it
/// goes on by itself. False when it stays paused: nobody waits any more, or a person steered.
QCoro::Task<bool> conversations::Conversation::regainWorkspace()
{
    static constexpr std::array pauses{1s, 2s, 5s, 10s};
    const auto self = shared_from_this();
    const auto began = core::Clock::system().monotonic();
    const std::stop_token stop = m_stop.get_token();
    for (qsizetype attempt = 0; !stop.stop_requested(); ++attempt) {
        const core::Result<> ready = co_await ensureToolbox();
        const bool waits = m_isPausedByLoss && m_state.status == Status::Paused;
        if (ready && (waits || m_state.status == Status::Running)) {
            m_isPausedByLoss = false;
            setStatus(Status::Running);
            co_return !m_toolboxError;
        }
        if (m_state.status == Status::Running)
            pauseForLoss(ready ? QString() : ready.error().message);
        else if (!waits || core::Clock::system().monotonic() - began > longestLoss)
            break;
        const auto pause = pauses.at(
            static_cast<size_t>(qMin<qsizetype>(attempt, std::ssize(pauses) - 1)));
        (void)co_await core::sleepFor(pause, stop);
    }
    m_isPausedByLoss = false;
    co_return false;
}

void conversations::Conversation::pauseForLoss(const QString &reason)
{
    static const QString code = "WorkspaceUnavailable";
    const QString detail = "The workspace is gone, so the conversation is paused. It goes on by "
                           "itself when the workspace is back.\n"
                           + reason;
    append(model::Source::Environment,
           model::ConversationErrorEvent{code, detail, model::classify(code, detail)});
    m_isPausedByLoss = true;
    setStatus(Status::Paused);
    publishSnapshot();
}
