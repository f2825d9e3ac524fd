// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversations.h"
#include "telemetry/Metrics.h"
#include "workspace/Runtime.h"

namespace telemetry {

/// Watches runs and workspaces, and counts them.
class Activity : public QObject
{
    Q_OBJECT

public:
    /// Everything given outlives this.
    Activity(workspace::Runtime *runtime, conversations::Conversations *conversations,
             Metrics *metrics);

    /// Workspaces in a state; those that are stopped are not counted.
    qint64 workspaces(workspace::WorkspaceState state) const;
    qint64 workspaces() const { return m_states.size(); }
    /// Runs that are under way.
    qint64 runs() const { return m_runs.size(); }
    /// That conversations published, since the start.
    qint64 events() const { return m_events; }

private:
    void endRun(const conversations::Conversation *conversation);
    void follow(const std::shared_ptr<conversations::Conversation> &conversation);
    void offer();

    workspace::Runtime *m_runtime;
    conversations::Conversations *m_conversations;
    Metrics *m_metrics;
    QHash<QString, workspace::WorkspaceState> m_states;
    qint64 m_events = 0;
    QHash<QString, std::chrono::nanoseconds> m_runs; ///< when they began, by conversation
};

} // namespace telemetry
