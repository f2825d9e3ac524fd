// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Conversation.h"

#include "conversations/Branch.h"
#include "conversations/Goal.h"
#include "conversations/LogScope.h"
#include "conversations/Summary.h"
#include "core/Logging.h"
#include "secrets/SecretFields.h"

using namespace std::chrono;
using Status = model::ExecutionStatus;

namespace {

/// The end is told once more, for a client that was slow all the same.
constexpr milliseconds repeatAfter{1000};

/// The parent of an event that begins a new tree in a log that has events.
constexpr const char *rootParentId = "__root__";

bool endsAnAnswer(const model::Event &event)
{
    return event.source == model::Source::Agent
           && (event.as<model::MessageEvent>() || event.as<model::ActionEvent>());
}

} // namespace

conversations::Conversation::Conversation(State state, Services services)
    : m_state(std::move(state))
    , m_services(services)
    , m_log(m_state.id, services.events, [this] { return takeUpdate(); })
    , m_secrets(services.outbound, services.standing(m_state.userId) == llm::Standing::Owner
                                       ? net::Reach::Any
                                       : net::Reach::PublicOnly)
{
    m_agent = json::read<model::AgentConfig>(m_state.agent).value_or(model::AgentConfig());
    m_secrets.setLogContext(logContextOf(m_state));
    if (m_services.ownSecret)
        m_secrets.setWithin([own = m_services.ownSecret, user = m_state.userId](const QUrl &url) {
            return own(user, url);
        });
    m_secrets.setSources(m_state.secretSources);
    m_wantsTitle = !m_state.title && m_state.request.value("autotitle").toBool(true);
    for (const QString &secret : secrets::collect(m_state.agent))
        core::registerLogSecret(secret);
    m_snapshotTimer.setSingleShot(true);
    connect(&m_snapshotTimer, &QTimer::timeout, this, [this] {
        publishSnapshot();
        if (--m_snapshotsLeft > 0)
            m_snapshotTimer.start(repeatAfter);
        else
            m_bodyText.forget();
    });
    connect(&m_log, &EventLog::published, this, &Conversation::framePublished);
    connect(&m_log, &EventLog::published, this, [this](const Frame &frame) {
        if (frame.seq >= 0)
            emit eventStored();
    });
    connect(&m_log, &EventLog::broke, this, &Conversation::broke);
}

llm::Asker conversations::Conversation::asker() const
{
    return {m_state.userId, m_state.id, m_stepTrace};
}

std::shared_ptr<llm::Client> conversations::Conversation::client(
    const model::LlmConfig &settings) const
{
    const auto client = m_services.models->client(settings, m_services.standing(m_state.userId));
    const auto who = [weak = weak_from_this()] {
        const auto self = weak.lock();
        return self ? self->asker() : llm::Asker();
    };
    const auto gate = [weak = weak_from_this()] {
        const auto self = weak.lock();
        return self ? self->overBudget() : std::nullopt;
    };
    const auto sink = [heard = m_services.heard,
                       spending = m_services.spending](const llm::Call &call) {
        const model::Spent spent{call.cost, call.usage.promptTokens + call.usage.completionTokens};
        if (spending && (spent.cost > 0 || spent.tokens > 0))
            spending->add(call.asker.userId, spent);
        if (heard)
            heard(call);
    };
    return std::make_shared<llm::Watched>(client, settings.model, who, sink, gate);
}

std::optional<llm::Failure> conversations::Conversation::overBudget() const
{
    const auto failure = [](const QString &reason) {
        return llm::Failure{.code = "MaxBudgetReached", .detail = reason};
    };
    if (m_state.maxBudget && m_state.cost() >= *m_state.maxBudget)
        return failure(QString("Agent reached maximum budget limit ($%1); accumulated cost $%2.")
                           .arg(*m_state.maxBudget, 0, 'f', 4)
                           .arg(m_state.cost(), 0, 'f', 4));
    const auto refusal = m_services.spending ? m_services.spending->refusal(m_state.userId)
                                             : std::nullopt;
    return refusal.transform(failure);
}

core::Task<> conversations::Conversation::open()
{
    const auto self = shared_from_this();
    const core::Result<> opened = co_await m_log.open();
    if (!opened)
        co_return std::unexpected(opened.error());
    co_return co_await adoptNewestLeaf();
}

/// The row is not written with every event, so the log may be ahead of it after a crash.
core::Task<> conversations::Conversation::adoptNewestLeaf()
{
    const core::Result<std::optional<QString>> newest =
        co_await m_services.events->newestLeaf(m_state.id, m_state.branchedAt);
    if (!newest)
        co_return std::unexpected(newest.error());
    if (*newest) {
        m_state.leafEventId = **newest;
        m_state.headIsEmpty = false;
    }
    co_return {};
}

// --- the log -------------------------------------------------------------------------------------

model::Event conversations::Conversation::addToLog(model::Source source, model::EventBody body)
{
    model::Event event;
    event.source = source;
    event.body = std::move(body);
    if (endsAnAnswer(event))
        endDeltas();
    event.parentId = m_state.leafEventId;
    if (m_state.headIsEmpty && m_log.length() > 0)
        event.parentId = rootParentId;
    if (m_progress && endsAnAnswer(event))
        event.id = std::exchange(m_progress, {})->itemId;
    event = m_log.append(std::move(event));
    if (m_hasView)
        m_view.add(event);
    return event;
}

QString conversations::Conversation::append(model::Source source, model::EventBody body)
{
    const model::Event event = addToLog(source, masked(std::move(body), m_secrets));
    m_state.leafEventId = event.id;
    m_state.headIsEmpty = false;
    m_state.updatedAt = core::Clock::system().now().count();
    noteLastLine(event);
    if (source == model::Source::User && event.as<model::MessageEvent>()) {
        m_state.lastUserMessageId = event.id;
        appendUpdate("last_user_message_id", event.id);
        m_state.reachedLimit.reset();
    }
    if (const auto *seen = event.as<model::ObservationEvent>())
        noteChangedFile(seen->observation);
    if (const auto *error = event.as<model::ConversationErrorEvent>();
        error && error->code == "MaxIterationsReached")
        m_state.reachedLimit = m_state.maxIterations;
    return event.id;
}

void conversations::Conversation::noteLastLine(const model::Event &event)
{
    if (const QString line = lineOf(event); !line.isEmpty())
        m_state.lastLine = line;
}

void conversations::Conversation::noteChangedFile(const QJsonObject &observation)
{
    static constexpr qsizetype mostFiles = 10'000;
    if (observation.value("new_content").isString() && !observation.value("is_error").toBool()
        && m_state.changedFiles.size() < mostFiles)
        m_state.changedFiles.insert(observation.value("path").toString());
}

void conversations::Conversation::appendUpdate(const QString &key, const QJsonValue &value)
{
    m_isDirty = true;
    model::ConversationStateUpdateEvent update{key, {}};
    if (!value.isNull())
        update.value = value;
    addToLog(model::Source::Environment, update);
}

store::ConversationUpdate conversations::Conversation::takeUpdate()
{
    store::ConversationUpdate update;
    update.updatedAt = m_state.updatedAt;
    if (std::exchange(m_isDirty, false)) {
        update.status = json::name(m_state.status);
        update.body = m_bodyText.of(m_state, *m_services.vault);
        update.summary = json::text(json::write(summaryOf(m_state)));
    }
    return update;
}

core::Task<> conversations::Conversation::committed()
{
    const auto self = shared_from_this();
    co_return co_await m_log.committed();
}

core::Task<> conversations::Conversation::saveRow()
{
    const auto self = shared_from_this();
    m_state.updatedAt = core::Clock::system().now().count();
    store::ConversationRow row = m_state.toRow(*m_services.vault);
    co_return co_await m_services.conversations->update(std::move(row));
}

// --- beginnings and ends -------------------------------------------------------------------------

core::Task<> conversations::Conversation::restoreStatistics()
{
    store::EventSearch search;
    search.filter.conversationId = m_state.id;
    search.filter.kind = model::ConversationStateUpdateEvent::kind;
    search.order = store::EventOrder::Descending;
    const core::Result<store::EventPage> page = co_await m_services.events->page(search);
    if (!page)
        co_return std::unexpected(page.error());
    for (const store::EventRow &row : page->rows) {
        const QJsonObject event = QJsonDocument::fromJson(row.body).object();
        if (event.value("key") != "stats")
            continue;
        const core::Result<model::Stats> sums = json::read<model::Stats>(event.value("value"));
        for (auto it = sums->usageToMetrics.begin(); sums && it != sums->usageToMetrics.end();
             ++it) {
            model::Metrics &metrics = m_state.stats.usageToMetrics[it.key()];
            metrics.accumulatedCost = it->accumulatedCost;
            metrics.accumulatedTokenUsage = it->accumulatedTokenUsage;
        }
        break;
    }
    co_return {};
}

core::Task<> conversations::Conversation::recover()
{
    const auto self = shared_from_this();
    if (m_state.queuedAt)
        co_return {};
    const core::Result<> viewed = co_await ensureView();
    if (!viewed)
        co_return std::unexpected(viewed.error());
    const core::Result<> restored = co_await restoreStatistics();
    if (!restored)
        co_return std::unexpected(restored.error());
    const QString text =
        "The server restarted while this tool was running, perhaps after a crash or for lack of "
        "memory. The tool did not complete.";
    for (const agent::PendingAction &pending : QList(m_view.pending())) {
        append(model::Source::Agent,
               model::AgentErrorEvent{pending.action.toolName, pending.action.toolCallId, text,
                                      model::Classification{"internal", false, "none", {}}});
    }
    append(model::Source::Environment,
           model::ConversationErrorEvent{
               "ServerRestarted",
               "The server restarted while the agent was running. Run it again to go on.",
               model::Classification{"transient", true, "retry", {}}});
    setStatus(Status::Error);
    co_return co_await m_log.committed();
}

core::Task<> conversations::Conversation::close()
{
    const auto self = shared_from_this();
    m_closing.request_stop();
    const core::Result<> goalEnded = co_await stopGoal(self);
    if (!goalEnded)
        co_return std::unexpected(goalEnded.error());
    m_snapshotTimer.stop();
    m_keepsWaiting = m_services.admission->isWaiting(m_state.id);
    if (m_isRunning) {
        const core::Result<> ended = co_await endRun();
        const core::LogScope scope = logScope(m_state);
        if (!ended)
            qCWarning(lcConversations).noquote()
                << "A run did not end:" << ended.error().message << m_state.id;
    }
    m_snapshotTimer.stop();
    if (m_toolbox)
        m_toolbox->close();
    m_toolbox.reset();
    m_channel.reset();
    core::Result<> saved = co_await m_log.committed();
    if (saved && m_isDirty)
        saved = co_await saveRow();
    emit closed();
    co_return saved;
}

#include "moc_Conversation.cpp"
