// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/StuckDetector.h"
#include "agent/Toolbox.h"
#include "agent/View.h"
#include "core/Trace.h"
#include "llm/Client.h"
#include "model/Agent.h"
#include "model/ExecutionStatus.h"

namespace agent {

/// A secret as an agent is told of it: never its value.
struct SecretName
{
    QString name;
    QString description;
};

/// What the loop needs of the conversation that it works for; the conversation implements it.
/// Everything happens on the conversation's thread.
class Session
{
public:
    virtual ~Session() = default;

    virtual QString id() const = 0;
    virtual const model::AgentConfig &agent() const = 0;
    virtual QList<SecretName> secretNames() const = 0;
    virtual int maxIterations() const = 0;
    /// Nothing when stuck detection is off.
    virtual std::optional<StuckThresholds> stuckThresholds() const = 0;
    virtual QJsonObject confirmationPolicy() const = 0;
    virtual bool hasSecurityAnalyzer() const = 0;

    virtual model::ExecutionStatus status() const = 0;
    /// Changes the status and tells everybody.
    virtual void setStatus(model::ExecutionStatus status) = 0;

    /// The log as the agent sees it; append() adds to it.
    virtual View &view() = 0;
    /// Adds to the log; nobody else sees the event before it is on disk. Returns its id.
    virtual QString append(model::Source source, model::EventBody body) = 0;
    /// Waits until everything appended so far is on disk.
    virtual core::Task<> committed() = 0;

    /// Who is told how long steps and tools take; null when nobody is.
    virtual core::Tracer *tracer() const { return nullptr; }
    virtual core::TraceContext runTrace() const { return {}; }
    /// What the model is asked from now on is part of this step.
    virtual void enterStep(const core::TraceContext &) {}

    virtual void showDelta(const llm::Delta &delta) = 0;
    /// No event will hold what was shown since the last one of the agent.
    virtual void dropDeltas(const QString &reason) = 0;
    virtual void recordUsage(const llm::Response &response) = 0;
    /// How long the tools of one step took.
    virtual void recordToolTime(std::chrono::nanoseconds) {}
};

} // namespace agent
