// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Goal.h"

#include "conversations/LogScope.h"

using namespace conversations;
using core::Error;
using Status = model::ExecutionStatus;

namespace {

constexpr auto alreadyRuns = "Conversation run or goal loop already running.";

/// Returns when @p event has come or @p stop is requested.
core::Task<> either(core::Deferred<bool> event, std::stop_token stop)
{
    const core::Deferred<bool> first;
    const auto forward = [](core::Deferred<bool> from, core::Deferred<bool> to) -> QCoro::Task<> {
        co_await from;
        to.resolve(true);
    };
    forward(event, first);
    const std::stop_callback stopped(stop, [first] { first.resolve(false); });
    co_await first;
    co_return {};
}

model::SendMessage messageOf(const QString &text)
{
    model::SendMessage message;
    message.content = model::Contents::ofText(text);
    return message;
}

QString followUp(int iteration, const Verdict &verdict)
{
    const QString missing = verdict.missing.isEmpty()
                                ? QStringLiteral("Not every point has been proved yet.")
                                : verdict.missing;
    return QString("The goal is not reached yet (check %1). What is missing: %2\n\nGo on until it "
                   "is, and show that it is: run what proves it and look at the output, rather "
                   "than say so.")
        .arg(iteration)
        .arg(missing);
}

} // namespace

Goal::Goal(GoalRequest request, int iteration)
    : m_request(std::move(request))
    , m_iteration(iteration)
{}

QJsonObject Goal::report(State state, const std::optional<Verdict> &verdict) const
{
    static constexpr std::array names{"running", "complete", "capped", "interrupted"};
    return {{"active", state == State::Running},
            {"status", names.at(static_cast<size_t>(state))},
            {"iteration", m_iteration},
            {"max_iterations", m_request.maxIterations},
            {"objective", m_request.objective},
            {"verdict", verdict ? QJsonValue(json::write(*verdict)) : QJsonValue::Null}};
}

QCoro::Task<std::optional<Verdict>> Goal::round(std::shared_ptr<Conversation> conversation,
                                                QString message)
{
    const std::stop_token stop = m_stop.get_token();
    const core::Result<> said = co_await conversation->addMessage(messageOf(message));
    if (!said || stop.stop_requested())
        co_return std::nullopt;
    const core::Result<> prepared = co_await conversation->prepareRun();
    if (!prepared && !conversation->isRunning())
        co_return std::nullopt;
    conversation->startRun();
    co_await either(conversation->runEnded(), stop);
    // A run that waits for a confirmation would go on with the next one, unasked.
    const model::ExecutionStatus status = conversation->state().status;
    if (stop.stop_requested() || status == Status::Paused || status == Status::Error
        || status == Status::WaitingForConfirmation)
        co_return std::nullopt;
    const core::Result<Verdict> verdict = co_await judge(conversation, m_request.objective, stop);
    if (!verdict) {
        const core::LogScope scope = logScope(conversation->state());
        if (!stop.stop_requested())
            qCWarning(lcConversations).noquote()
                << "A goal was not judged:" << verdict.error().message << conversation->id();
        co_return std::nullopt;
    }
    co_return *verdict;
}

core::Task<> Goal::pursue(std::shared_ptr<Conversation> conversation, QString message)
{
    State state = State::Running;
    std::optional<Verdict> verdict;
    conversation->tell("goal", report(state, verdict));
    while (state == State::Running) {
        verdict = co_await round(conversation, message);
        m_iteration += verdict.has_value();
        if (!verdict)
            state = State::Interrupted;
        else if (verdict->complete)
            state = State::Complete;
        else if (m_iteration >= m_request.maxIterations)
            state = State::Capped;
        else
            message = followUp(m_iteration, *verdict);
        conversation->tell("goal", report(state, verdict));
    }
    const core::Result<> saved = co_await conversation->committed();
    conversation->setGoal(nullptr);
    m_ended.resolve(true);
    co_return saved;
}

core::Task<> Goal::stop(std::shared_ptr<Conversation> conversation)
{
    const core::Deferred<bool> ended = m_ended;
    m_stop.request_stop();
    co_await ended;
    co_return co_await conversation->committed();
}

static core::Task<> pursue(std::shared_ptr<Conversation> conversation, std::shared_ptr<Goal> goal,
                           QString message)
{
    co_return co_await goal->pursue(std::move(conversation), std::move(message));
}

static bool isBusy(const Conversation &conversation)
{
    return conversation.isRunning() || conversation.goal();
}

static void begin(std::shared_ptr<Conversation> conversation, GoalRequest request, int iteration,
                  QString message)
{
    const auto goal = std::make_shared<Goal>(std::move(request), iteration);
    conversation->setGoal(goal);
    const State state = conversation->state();
    spawnFor(state, pursue(std::move(conversation), goal, std::move(message)), "pursuing a goal");
}

core::Task<> conversations::startGoal(std::shared_ptr<Conversation> conversation,
                                      GoalRequest request)
{
    if (isBusy(*conversation))
        co_return core::fail(Error::Kind::Conflict, alreadyRuns);
    if (request.maxIterations < 1)
        co_return core::fail(Error::Kind::Invalid, "max_iterations: must be at least 1",
                             {{{"max_iterations"},
                               "greater_than_equal",
                               "must be at least 1",
                               request.maxIterations}});
    if (request.objective.trimmed().isEmpty())
        co_return core::fail(Error::Kind::Invalid, "Goal objective must not be empty.");
    const QString objective = request.objective;
    begin(std::move(conversation), std::move(request), 0, objective);
    co_return {};
}

core::Task<> conversations::stopGoal(std::shared_ptr<Conversation> conversation)
{
    const std::shared_ptr<Goal> goal = conversation->goal();
    if (!goal)
        co_return {};
    co_return co_await goal->stop(std::move(conversation));
}

/// The newest update with the key "goal"; empty when there is none.
static core::Task<QJsonObject> newestGoal(std::shared_ptr<Conversation> conversation)
{
    store::EventSearch search;
    search.filter.conversationId = conversation->id();
    search.filter.kind = model::ConversationStateUpdateEvent::kind;
    search.order = store::EventOrder::Descending;
    do {
        const core::Result<store::EventPage> page = co_await conversation->services().events->page(
            search);
        if (!page)
            co_return std::unexpected(page.error());
        for (const store::EventRow &row : page->rows) {
            const QJsonObject event = QJsonDocument::fromJson(row.body).object();
            if (event.value("key") == "goal")
                co_return event.value("value").toObject();
        }
        search.cursor = page->next;
    } while (search.cursor);
    co_return QJsonObject();
}

core::Task<> conversations::resumeGoal(std::shared_ptr<Conversation> conversation)
{
    const core::Result<QJsonObject> newest = co_await newestGoal(conversation);
    if (!newest)
        co_return std::unexpected(newest.error());
    if (isBusy(*conversation))
        co_return core::fail(Error::Kind::Conflict, alreadyRuns);
    const QString status = newest->value("status").toString();
    if (newest->isEmpty() || status == "complete" || status == "capped")
        co_return core::fail(Error::Kind::Invalid, "no_resumable_goal");
    GoalRequest request{newest->value("objective").toString(),
                        newest->value("max_iterations").toInt(10)};
    // Whoever resumes wants to see it judged once more at least.
    const int iteration = qMin(newest->value("iteration").toInt(), request.maxIterations - 1);
    const QString message = "Go on with the goal where you left off, and prove that it is reached "
                            "before you finish. The goal: "
                            + request.objective;
    begin(std::move(conversation), std::move(request), iteration, message);
    co_return {};
}
