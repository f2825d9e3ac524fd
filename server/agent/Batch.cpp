// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/Batch.h"

using core::Error;

agent::Batch::Answer agent::errorAnswer(const model::ActionEvent &action, const QString &error,
                                        const model::Classification &classification)
{
    return {model::Source::Agent,
            model::AgentErrorEvent{action.toolName, action.toolCallId, error, classification}};
}

QCoro::Task<QList<agent::Batch::Answer>> agent::Batch::run(QList<PendingAction> actions,
                                                           std::stop_token stop)
{
    auto shared = std::make_shared<Work>();
    shared->answers.resize(actions.size());
    shared->actions = std::move(actions);
    std::vector<QCoro::Task<>> workers;
    for (qsizetype count = qMin<qsizetype>(m_concurrency, shared->actions.size()); count > 0;
         --count)
        workers.push_back(work(shared, stop));
    for (QCoro::Task<> &worker : workers)
        co_await worker;

    QList<Answer> answers;
    for (std::optional<Answer> &answer : shared->answers) {
        if (answer)
            answers.append(std::move(*answer));
    }
    co_return answers;
}

/// One word for what went wrong with a tool.
static QString errorOf(const std::optional<agent::Batch::Answer> &answer)
{
    if (!answer)
        return "cancelled";
    return std::holds_alternative<model::AgentErrorEvent>(answer->body) ? QString("tool_error")
                                                                        : QString();
}

// A name that no tool has was made up by a model.
core::Span agent::Batch::spanOf(const model::ActionEvent &call) const
{
    const QString name = m_toolbox->find(call.toolName) ? call.toolName : QString("unknown");
    core::Span span = core::spanWithin(m_within, "execute_tool " + name);
    span.attributes = {{"gen_ai.operation.name", "execute_tool"}, {"gen_ai.tool.name", name}};
    return span;
}

QCoro::Task<> agent::Batch::work(std::shared_ptr<Work> shared, std::stop_token stop)
{
    while (shared->next < shared->actions.size()) {
        const qsizetype index = shared->next++;
        PendingAction pending = shared->actions.at(index);
        core::Span span = spanOf(pending.action);
        std::optional<Answer> answer = co_await execute(std::move(pending), stop);
        if (m_tracer)
            m_tracer->finish(std::move(span), errorOf(answer));
        shared->answers[index] = std::move(answer);
    }
}

QCoro::Task<std::optional<agent::Batch::Answer>> agent::Batch::execute(PendingAction pending,
                                                                       std::stop_token stop)
{
    const model::ActionEvent &call = pending.action;
    const std::shared_ptr<tools::Tool> tool = m_toolbox->find(call.toolName);
    if (!tool) {
        co_return errorAnswer(call, QString("Tool '%1' not found.").arg(call.toolName),
                              model::Classification::agentAction());
    }
    const QStringList keys = tool->locks(*call.action);
    const core::Result<> locked = co_await m_locks.take(keys, stop);
    if (!locked || stop.stop_requested())
        co_return std::nullopt;
    QJsonObject action = *call.action;
    core::Result<QJsonObject> observation = co_await tool->execute(std::move(action), stop);
    m_locks.release(keys);
    if (observation) {
        co_return Answer{model::Source::Environment,
                         model::ObservationEvent{call.toolName,
                                                 call.toolCallId,
                                                 std::move(*observation),
                                                 pending.eventId,
                                                 {}}};
    }
    if (observation.error().kind == Error::Kind::Cancelled)
        co_return std::nullopt;
    if (observation.error().kind == Error::Kind::Unavailable)
        m_lostWorkspace = true;
    const bool isCallersFault = observation.error().kind == Error::Kind::Invalid;
    co_return errorAnswer(
        call,
        QString("Error executing tool '%1': %2").arg(call.toolName, observation.error().message),
        isCallersFault ? model::Classification::agentAction()
                       : model::Classification{"internal", false, "none", {}});
}
