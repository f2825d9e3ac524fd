// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/Loop.h"

#include "agent/ActionParser.h"
#include "agent/Batch.h"
#include "agent/Confirmation.h"
#include "agent/SystemPrompt.h"
#include "core/Clock.h"

using Status = model::ExecutionStatus;

core::Result<model::SystemPromptEvent> agent::systemPromptEvent(const Session &session,
                                                                const Toolbox &toolbox)
{
    const core::Result<QString> text = staticPrompt(session.agent());
    if (!text)
        return std::unexpected(text.error());
    model::SystemPromptEvent event;
    event.systemPrompt.text = *text;
    event.tools = toolbox.dump();
    if (const std::optional<QString> dynamic = dynamicPrompt(session.agent(),
                                                             session.secretNames()))
        event.dynamicContext = model::TextContent{*dynamic};
    return event;
}

/// A message that no person wrote, for the model to read.
static model::MessageEvent note(const QString &text)
{
    model::MessageEvent event;
    event.llmMessage.content = model::Contents::ofText(text);
    return event;
}

agent::Loop::Loop(Session *session, std::shared_ptr<llm::Client> client, Toolbox toolbox, int taken)
    : m_session(session)
    , m_client(std::move(client))
    , m_toolbox(std::move(toolbox))
    , m_iterations(taken)
{}

QCoro::Task<> agent::Loop::run(std::stop_token stop)
{
    co_await iterate(stop);
    if (stop.stop_requested())
        closeInterrupted();
}

QCoro::Task<> agent::Loop::iterate(std::stop_token stop)
{
    while (mayContinue(stop)) {
        core::Span span = core::spanWithin(m_session->runTrace(), "step");
        m_stepTrace = span.context;
        m_session->enterStep(span.context);
        const Step step = co_await this->step(stop);
        if (core::Tracer *tracer = m_session->tracer())
            tracer->finish(std::move(span), step ? QString() : step.error().code);
        if (stop.stop_requested())
            co_return;
        if (!step) {
            fail(step.error());
            co_return;
        }
        ++m_iterations;
        if (endsAfterStep() || m_lostWorkspace)
            co_return;
    }
}

bool agent::Loop::mayContinue(std::stop_token stop)
{
    const model::ExecutionStatus status = m_session->status();
    if (stop.stop_requested() || status == Status::Paused || status == Status::Stuck
        || status == Status::Finished || status == Status::Error)
        return false;
    if (const std::optional<StuckThresholds> thresholds = m_session->stuckThresholds()) {
        const StuckDetector detector(*thresholds);
        if (const std::optional<QString> nudge = detector.nudge(m_session->view().traces())) {
            m_session->append(model::Source::Environment, note(*nudge));
        } else if (detector.isStuck(m_session->view().traces())) {
            m_session->setStatus(Status::Stuck);
            return false;
        }
    }
    m_session->setStatus(Status::Running);
    return true;
}

void agent::Loop::use(Toolbox toolbox)
{
    m_toolbox = std::move(toolbox);
    m_lostWorkspace = false;
}

bool agent::Loop::endsAfterStep()
{
    const model::ExecutionStatus status = m_session->status();
    if (status == Status::WaitingForConfirmation || status == Status::Finished)
        return true;
    if (m_iterations < m_session->maxIterations())
        return false;
    fail({"MaxIterationsReached",
          QString("Agent reached maximum iterations limit (%1).").arg(m_session->maxIterations())});
    return true;
}

QCoro::Task<agent::Loop::Step> agent::Loop::step(std::stop_token stop)
{
    QList<PendingAction> pending = m_session->view().pending();
    if (!pending.isEmpty())
        co_return co_await act(std::move(pending), stop);
    co_return co_await think(stop);
}

QCoro::Task<agent::Loop::Step> agent::Loop::think(std::stop_token stop)
{
    m_session->view().markSeen();
    llm::Request request{m_session->view().turns(), m_toolbox.schemas(), m_session->id()};
    llm::DeltaSink sink = [session = m_session](const llm::Delta &delta) {
        session->showDelta(delta);
    };
    const llm::Outcome outcome = co_await m_client->complete(std::move(request), std::move(sink),
                                                             stop);
    if (!outcome)
        co_return handleFailure(outcome.error());
    m_session->recordUsage(*outcome);
    if (stop.stop_requested()) {
        m_session->dropDeltas("cancelled");
        co_return Step();
    }
    if (!outcome->message.toolCalls || outcome->message.toolCalls->isEmpty()) {
        speak(*outcome);
        co_return Step();
    }
    const QList<model::ActionEvent> calls = recordCalls(*outcome);
    if (needsConfirmation(m_session->confirmationPolicy(), calls)) {
        m_session->setStatus(Status::WaitingForConfirmation);
        co_return Step();
    }
    QList<PendingAction> pending = m_session->view().pending();
    co_return co_await act(std::move(pending), stop);
}

agent::Loop::Step agent::Loop::handleFailure(const llm::Failure &failure)
{
    m_session->dropDeltas(failure.cancelled ? "cancelled" : failure.code);
    if (failure.cancelled)
        return {};
    if (failure.code == "LLMContentPolicyViolationError") {
        m_session->append(model::Source::User,
                          note("Your last answer was blocked by the provider's content policy. "
                               "Say it in other words or take another approach."));
        return {};
    }
    return std::unexpected(Failure{failure.code, failure.detail});
}

void agent::Loop::speak(const llm::Response &response)
{
    model::MessageEvent event;
    event.llmMessage = response.message;
    event.llmResponseId = response.id;
    const bool saysSomething = !response.message.content.text().trimmed().isEmpty();
    m_session->append(model::Source::Agent, event);
    if (saysSomething)
        return finish();
    m_session->append(model::Source::Environment,
                      note("Your last answer held neither a tool call nor a message. Call a tool "
                           "to go on, or call "
                           "finish when the task is done."));
}

QList<model::ActionEvent> agent::Loop::recordCalls(const llm::Response &response)
{
    const ActionParser parser(&m_toolbox, m_session->hasSecurityAnalyzer());
    QList<model::ActionEvent> valid;
    bool isFirst = true;
    for (const model::ToolCall &call : *response.message.toolCalls) {
        ParsedCall parsed = parser.parse(call);
        parsed.event.llmResponseId = response.id;
        if (std::exchange(isFirst, false)) {
            for (const model::Content &content : response.message.content) {
                if (const auto *text = std::get_if<model::TextContent>(&content))
                    parsed.event.thought.append(*text);
            }
            parsed.event.reasoningContent = response.message.reasoningContent;
            parsed.event.thinkingBlocks = response.message.thinkingBlocks;
            parsed.event.responsesReasoningItem = response.message.responsesReasoningItem;
        }
        m_session->append(model::Source::Agent, parsed.event);
        if (parsed.error) {
            const Batch::Answer answer = errorAnswer(parsed.event, *parsed.error,
                                                     model::Classification::agentAction());
            m_session->append(answer.source, answer.body);
        } else {
            valid.append(parsed.event);
        }
    }
    return valid;
}

QCoro::Task<agent::Loop::Step> agent::Loop::act(QList<PendingAction> actions, std::stop_token stop)
{
    QList<PendingAction> wanted = discardAfterFinish(std::move(actions));
    const core::Result<> saved = co_await m_session->committed();
    if (!saved)
        co_return std::unexpected(Failure{"StorageError", saved.error().message});
    const bool finishes = !wanted.isEmpty() && wanted.last().action.toolName == "finish";
    Batch batch(&m_toolbox, qMax(1, m_session->agent().toolConcurrencyLimit));
    batch.trace(m_session->tracer(), m_stepTrace);
    const std::chrono::nanoseconds begun = core::Clock::system().monotonic();
    const QList<Batch::Answer> answers = co_await batch.run(std::move(wanted), stop);
    m_session->recordToolTime(core::Clock::system().monotonic() - begun);
    for (const Batch::Answer &answer : answers)
        m_session->append(answer.source, answer.body);
    m_lostWorkspace = batch.lostWorkspace();
    if (finishes && !stop.stop_requested())
        finish();
    co_return Step();
}

QList<agent::PendingAction> agent::Loop::discardAfterFinish(QList<PendingAction> actions)
{
    const auto isFinish = [](const PendingAction &each) {
        return each.action.toolName == "finish";
    };
    const auto found = std::ranges::find_if(actions, isFinish);
    if (found == actions.end())
        return actions;
    for (auto it = std::next(found); it != actions.end(); ++it) {
        const Batch::Answer answer =
            errorAnswer(it->action, "Discarded: finish was called before it in the same response.",
                        model::Classification::agentAction());
        m_session->append(answer.source, answer.body);
    }
    actions.erase(std::next(found), actions.end());
    return actions;
}

void agent::Loop::finish()
{
    m_session->setStatus(Status::Finished);
    // A message that came while the last step ran is still to be answered.
    if (m_session->view().hasUnseenMessage())
        m_session->setStatus(Status::Running);
}

void agent::Loop::fail(const Failure &failure)
{
    // The event comes first: a client that sees the status looks for it at once.
    m_session->append(model::Source::Environment,
                      model::ConversationErrorEvent{failure.code, failure.detail,
                                                    model::classify(failure.code, failure.detail)});
    m_session->setStatus(Status::Error);
}

void agent::Loop::closeInterrupted()
{
    for (const PendingAction &pending : QList(m_session->view().pending())) {
        const Batch::Answer answer =
            errorAnswer(pending.action,
                        "Tool call interrupted before completion. The conversation was paused.",
                        model::Classification::agentAction());
        m_session->append(answer.source, answer.body);
    }
    m_session->setStatus(Status::Paused);
    m_session->append(model::Source::User, model::InterruptEvent{});
}
