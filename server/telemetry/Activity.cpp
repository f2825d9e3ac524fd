// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/Activity.h"

using namespace telemetry;
using workspace::WorkspaceState;

Activity::Activity(workspace::Runtime *runtime, conversations::Conversations *conversations,
                   Metrics *metrics)
    : m_runtime(runtime)
    , m_conversations(conversations)
    , m_metrics(metrics)
{
    connect(runtime, &workspace::Runtime::changed, this, [this](const QString &id) {
        const WorkspaceState state = m_runtime->status(id).state;
        if (state == WorkspaceState::Stopped)
            m_states.remove(id);
        else
            m_states.insert(id, state);
    });
    connect(conversations, &conversations::Conversations::loaded, this, &Activity::follow);
    offer();
}

void Activity::follow(const std::shared_ptr<conversations::Conversation> &conversation)
{
    auto *raw = conversation.get();
    connect(raw, &conversations::Conversation::eventStored, this, [this] {
        ++m_events;
        m_metrics->countEvents(1);
    });
    connect(raw, &conversations::Conversation::runBegan, this,
            [this, raw] { m_runs.insert(raw->id(), core::Clock::system().monotonic()); });
    connect(raw, &conversations::Conversation::runOver, this, [this, raw] { endRun(raw); });
}

void Activity::endRun(const conversations::Conversation *conversation)
{
    const auto run = m_runs.constFind(conversation->id());
    if (run == m_runs.constEnd())
        return;
    const std::chrono::nanoseconds time = core::Clock::system().monotonic() - *run;
    m_metrics->countRun(json::write(conversation->status()).toString(),
                        std::chrono::duration_cast<std::chrono::microseconds>(time));
    m_runs.erase(run);
}

void Activity::offer()
{
    for (const auto &[state, name] : enumNames(WorkspaceState())) {
        if (state != WorkspaceState::Stopped)
            m_metrics->gauge("berth_workspaces", "Workspaces by state.", [this, state = state] {
                return static_cast<double>(workspaces(state));
            }, QString("state=%1").arg(name));
    }
    m_metrics->gauge("berth_runs_active", "Runs that are under way.",
                     [this] { return static_cast<double>(runs()); });
    m_metrics->gauge("berth_conversations_in_memory", "Conversations in memory.",
                     [this] { return static_cast<double>(m_conversations->liveCount()); });
}

qint64 Activity::workspaces(WorkspaceState state) const
{
    return std::ranges::count(m_states, state);
}

#include "moc_Activity.cpp"
