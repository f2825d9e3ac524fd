// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/Locks.h"
#include "agent/Toolbox.h"
#include "agent/View.h"
#include "core/Trace.h"
#include "model/Event.h"

namespace agent {

/// Runs the actions of one response, as many at once as allowed, and returns the event that answers
/// each, in the order of the actions.
class Batch
{
public:
    Batch(const Toolbox *toolbox, int concurrency)
        : m_toolbox(toolbox)
        , m_concurrency(concurrency)
    {}

    /// Tells @p tracer of each tool's work, as a part of @p within.
    void trace(core::Tracer *tracer, const core::TraceContext &within)
    {
        m_tracer = tracer;
        m_within = within;
    }

    struct Answer
    {
        model::Source source = model::Source::Environment;
        model::EventBody body;
    };

    /// Answers are missing from the first action that an interrupt kept from running.
    QCoro::Task<QList<Answer>> run(QList<PendingAction> actions, std::stop_token stop);
    /// Whether an action failed because the workspace is gone.
    bool lostWorkspace() const { return m_lostWorkspace; }

private:
    struct Work
    {
        QList<PendingAction> actions;
        QList<std::optional<Answer>> answers;
        qsizetype next = 0;
    };

    QCoro::Task<> work(std::shared_ptr<Work> shared, std::stop_token stop);
    core::Span spanOf(const model::ActionEvent &call) const;
    QCoro::Task<std::optional<Answer>> execute(PendingAction pending, std::stop_token stop);

    const Toolbox *m_toolbox;
    int m_concurrency;
    Locks m_locks;
    core::Tracer *m_tracer = nullptr;
    core::TraceContext m_within;
    bool m_lostWorkspace = false;
};

/// The event that tells an agent that its call failed.
Batch::Answer errorAnswer(const model::ActionEvent &action, const QString &error,
                          const model::Classification &classification);

} // namespace agent
