// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Conversation.h"

#include "agent/Confirmation.h"
#include "conversations/CurrentModel.h"
#include "conversations/Goal.h"
#include "conversations/LogScope.h"
#include "conversations/Title.h"

using namespace std::chrono;
using core::Error;
using Status = model::ExecutionStatus;

// Messages and runs.

core::Task<> conversations::Conversation::addMessage(model::SendMessage message)
{
    const auto self = shared_from_this();
    const core::Result<> ready = co_await setUp();
    // Without a place to run in, a message is kept all the same: the run will say what is missing.
    if (!ready && ready.error().kind != Error::Kind::Unavailable)
        co_return std::unexpected(ready.error());
    if (m_state.status == Status::Finished || m_state.status == Status::Stuck)
        setStatus(Status::Idle);
    const QString text = message.content.text();
    model::MessageEvent event;
    event.llmMessage.content = std::move(message.content);
    event.sender = std::move(message.sender);
    append(model::Source::User, std::move(event));
    entitleOnce(text);
    co_return co_await m_log.committed();
}

void conversations::Conversation::entitleOnce(const QString &text)
{
    if (!m_wantsTitle || m_state.title || text.trimmed().isEmpty())
        return;
    m_wantsTitle = false;
    spawnFor(m_state, entitle(shared_from_this(), text), "giving a conversation a title");
}

core::Task<> conversations::Conversation::prepareRun()
{
    const auto self = shared_from_this();
    if (m_isRunning && m_state.status != Status::Paused)
        co_return core::fail(Error::Kind::Conflict,
                             "Conversation already running. Wait for completion or pause first.");
    const core::Result<> ready = co_await setUp();
    if (!ready)
        co_return std::unexpected(ready.error());
    if (m_closing.stop_requested())
        co_return core::fail(Error::Kind::Conflict,
                             "The conversation is being closed: nothing of it runs any more.");
    if (m_services.mayRun && !m_services.mayRun(m_state.userId))
        co_return core::fail(Error::Kind::Forbidden,
                             "The user is disabled: nothing of theirs runs.");
    if (m_isRunning) {
        // The run that was paused has not come to its pause yet: it simply goes on.
        if (m_state.status != Status::Paused)
            co_return core::fail(
                Error::Kind::Conflict,
                "Conversation already running. Wait for completion or pause first.");
        m_startedAt = core::Clock::system().monotonic();
        setStatus(Status::Running);
        co_return co_await m_log.committed();
    }
    m_isRunning = true;
    m_isPrepared = true;
    m_wantsAnotherRun = false;
    m_snapshotTimer.stop();
    m_stop = std::stop_source();
    m_runEnded = core::Deferred<bool>();
    // Where the limit was raised since it ended a run, the steps of that run count for the new one.
    const int reached = std::exchange(m_state.reachedLimit, {}).value_or(0);
    m_stepsTaken = reached < m_state.maxIterations ? reached : 0;
    if (m_state.status != Status::Paused) {
        m_state.steps = m_stepsTaken;
        m_state.modelTime = m_state.toolTime = {};
        m_state.changedFiles.clear();
    }
    if (m_state.status == Status::Idle || m_state.status == Status::Paused
        || m_state.status == Status::Error || m_state.status == Status::Stuck)
        setStatus(Status::Running);
    co_return co_await m_log.committed();
}

void conversations::Conversation::startRun(core::TraceContext trace)
{
    if (!std::exchange(m_isPrepared, false))
        return;
    m_startedAt = core::Clock::system().monotonic();
    beginSpan(trace);
    m_client = client(m_agent.llm);
    const auto current = std::make_shared<CurrentModel>([this] { return m_client; });
    spawnFor(m_state, work(current), "running a conversation");
}

core::Task<> conversations::Conversation::work(std::shared_ptr<llm::Client> client)
{
    const auto self = shared_from_this();
    core::Result<> saved;
    do {
        const bool isItsTurn = co_await awaitTurn();
        // Who interrupts a run that waits still finds that in the log.
        if (isItsTurn || (m_stop.stop_requested() && !m_keepsWaiting))
            co_await workInTurn(client);
        saved = co_await m_log.committed();
        // A run that followed a pause at once may have come when the loop had just ended for it.
    } while (saved && m_state.status == Status::Running && !m_stop.stop_requested());
    m_services.admission->leave(m_state.id);
    m_isRunning = false;
    m_client.reset();
    endSpan();
    if (std::exchange(m_hasBegun, false))
        emit runOver();
    m_runEnded.resolve(true);
    scheduleFinalSnapshots();
    runAgainIfAsked();
    co_return saved;
}

void conversations::Conversation::beginSpan(const core::TraceContext &trace)
{
    m_runSpan = core::spanWithin(trace, "invoke_agent");
    if (!trace.isValid() && m_services.tracer)
        m_runSpan.context = m_services.tracer->begin({});
    m_runSpan.attributes = {{"gen_ai.operation.name", "invoke_agent"},
                            {"gen_ai.conversation.id", m_state.id},
                            {"gen_ai.request.model", m_agent.llm.model}};
    m_stepTrace = m_runSpan.context;
}

void conversations::Conversation::endSpan()
{
    const bool failed = m_state.status == Status::Error || m_state.status == Status::Stuck;
    if (m_services.tracer)
        m_services.tracer->finish(m_runSpan, failed ? json::name(m_state.status) : QString());
    m_runSpan = {};
    m_stepTrace = {};
}

QCoro::Task<> conversations::Conversation::workInTurn(std::shared_ptr<llm::Client> client)
{
    const auto self = shared_from_this();
    if (m_toolboxError) {
        reportToolboxError();
        co_return;
    }
    agent::Loop loop(this, client, *m_toolbox, std::exchange(m_stepsTaken, 0));
    co_await loop.run(m_stop.get_token());
    while (loop.lostWorkspace() && m_state.status == Status::Running) {
        const bool isBack = co_await regainWorkspace();
        if (!isBack)
            break;
        loop.use(*m_toolbox);
        co_await loop.run(m_stop.get_token());
    }
}

void conversations::Conversation::reportToolboxError()
{
    const QString detail = m_toolboxError->message;
    const bool isUnknown = m_toolboxError->kind == Error::Kind::NotFound;
    const QString code = isUnknown ? "KeyError" : "ValueError";
    append(model::Source::Environment,
           model::ConversationErrorEvent{code, detail, model::classify(code, detail)});
    setStatus(Status::Error);
}

void conversations::Conversation::runAgainIfAsked()
{
    if (!std::exchange(m_wantsAnotherRun, false) || m_state.status != Status::Idle)
        return;
    const auto again = [](std::shared_ptr<Conversation> self) -> core::Task<> {
        const core::Result<> prepared = co_await self->prepareRun();
        self->startRun();
        co_return prepared;
    };
    spawnFor(m_state, again(shared_from_this()), "running a conversation again");
}

core::Task<> conversations::Conversation::addMessageAndRun(model::SendMessage message)
{
    const auto self = shared_from_this();
    const core::Result<> added = co_await addMessage(std::move(message));
    if (!added)
        co_return std::unexpected(added.error());
    if (m_isRunning) {
        m_wantsAnotherRun = true;
        co_return {};
    }
    const core::Result<> prepared = co_await prepareRun();
    if (!prepared && m_isRunning && prepared.error().kind == Error::Kind::Conflict)
        co_return {};
    co_return prepared;
}

core::Task<> conversations::Conversation::pause()
{
    const auto self = shared_from_this();
    m_wantsAnotherRun = false;
    m_isPausedByLoss = false;
    if (m_state.status == Status::Idle || m_state.status == Status::Running) {
        setStatus(Status::Paused);
        append(model::Source::User, model::PauseEvent{});
        m_services.admission->withdraw(m_state.id);
    }
    const core::Result<> saved = co_await m_log.committed();
    publishSnapshot();
    emit steered();
    co_return saved;
}

static core::Task<> waitFor(core::Deferred<bool> event, milliseconds limit)
{
    QTimer timer;
    timer.setSingleShot(true);
    core::Deferred<bool> either;
    QObject::connect(&timer, &QTimer::timeout, &timer, [either] { either.resolve(false); });
    const auto forward = [](core::Deferred<bool> from, core::Deferred<bool> to) -> QCoro::Task<> {
        co_await from;
        to.resolve(true);
    };
    forward(event, either);
    timer.start(limit);
    co_await either;
    co_return {};
}

core::Task<> conversations::Conversation::interrupt()
{
    const auto self = shared_from_this();
    if (!m_isRunning)
        co_return co_await pause();
    const core::Result<> ended = co_await endRun();
    emit steered();
    co_return ended;
}

core::Task<> conversations::Conversation::halt(QString code, QString reason)
{
    const auto self = shared_from_this();
    const core::Result<> stopped = co_await stopGoal(self);
    if (!stopped || !m_isRunning)
        co_return stopped;
    append(model::Source::Environment,
           model::ConversationErrorEvent{code, reason, model::classify(code, reason)});
    co_return co_await interrupt();
}

core::Task<> conversations::Conversation::endRun()
{
    const auto self = shared_from_this();
    m_wantsAnotherRun = false;
    const core::Deferred<bool> ended = m_runEnded;
    m_stop.request_stop();
    m_services.admission->withdraw(m_state.id);
    // A run that was prepared but whose answer never left still has to end in the log.
    startRun();
    const core::Result<> waited = co_await waitFor(ended, seconds(5));
    publishSnapshot();
    co_return waited;
}

core::Task<> conversations::Conversation::rejectPending(QString reason)
{
    const auto self = shared_from_this();
    const core::Result<> ready = co_await setUp();
    if (!ready && ready.error().kind != Error::Kind::Unavailable)
        co_return std::unexpected(ready.error());
    if (m_isRunning || m_state.status != Status::WaitingForConfirmation)
        co_return {};
    for (const agent::PendingAction &pending : QList(m_view.pending())) {
        append(model::Source::Environment,
               model::UserRejectObservation{pending.action.toolName, pending.action.toolCallId,
                                            pending.eventId, reason, "user"});
    }
    setStatus(Status::Idle);
    const core::Result<> saved = co_await m_log.committed();
    publishSnapshot();
    co_return saved;
}
