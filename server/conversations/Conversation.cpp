// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Conversation.h"

#include "agent/Confirmation.h"
#include "conversations/Branch.h"
#include "conversations/CurrentModel.h"
#include "conversations/Goal.h"
#include "conversations/Title.h"
#include "core/Id.h"
#include "core/Logging.h"
#include "secrets/SecretFields.h"

using namespace std::chrono;
using core::Error;
using Status = model::ExecutionStatus;

namespace {

/// How long after its start a run's end is told at the earliest: the client must have dealt with
/// the answer to its request by then, or it would miss the end.
constexpr milliseconds soonestEnd{150};
/// The end is told once more, for a client that was slow all the same.
constexpr milliseconds repeatAfter{1000};

constexpr const char *setUpKey = "set-up";
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
    , m_secrets(services.outbound)
{
    m_agent = json::read<model::AgentConfig>(m_state.agent).value_or(model::AgentConfig());
    m_secrets.setSources(m_state.secretSources);
    m_wantsTitle = !m_state.title && m_state.request.value("autotitle").toBool(true);
    for (const QString &secret : secrets::collect(m_state.agent))
        core::registerLogSecret(secret);
    m_snapshotTimer.setSingleShot(true);
    connect(&m_snapshotTimer, &QTimer::timeout, this, [this] {
        publishSnapshot();
        if (--m_snapshotsLeft > 0)
            m_snapshotTimer.start(repeatAfter);
    });
    connect(&m_log, &EventLog::published, this, &Conversation::framePublished);
    connect(&m_log, &EventLog::broke, this, &Conversation::broke);
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
    if (source == model::Source::User && event.as<model::MessageEvent>()) {
        m_state.lastUserMessageId = event.id;
        appendUpdate("last_user_message_id", event.id);
    }
    return event.id;
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
        update.body = m_state.body(*m_services.vault);
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

// --- set-up --------------------------------------------------------------------------------------

core::Task<> conversations::Conversation::ensureView()
{
    if (m_hasView)
        co_return {};
    constexpr int pageSize = 500;
    const core::Result<Branch> branch = co_await activeBranch(m_services.events, m_state);
    if (!branch)
        co_return std::unexpected(branch.error());
    const qint64 end = m_log.length();
    for (qint64 seq = 0; seq < end; seq += pageSize) {
        const core::Result<QList<store::EventRow>> rows =
            co_await m_services.events->range(m_state.id, seq, pageSize);
        if (!rows)
            co_return std::unexpected(rows.error());
        for (const store::EventRow &row : *rows) {
            if (!branch->contains(row.seq))
                continue;
            const QJsonObject object = QJsonDocument::fromJson(row.body).object();
            const core::Result<model::Event> event = model::eventFromJson(object);
            if (!event)
                co_return std::unexpected(event.error());
            m_view.add(*event);
        }
    }
    m_view.markSeen();
    m_hasView = true;
    co_return {};
}

core::Task<std::shared_ptr<workspace::Channel>> conversations::Conversation::openChannel()
{
    core::Result<std::shared_ptr<workspace::Channel>> channel = co_await m_services.runtime->open(
        m_state.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    if (*channel != m_channel) {
        const core::Result<> made = co_await (*channel)->makeDirectory(m_state.directory);
        if (!made)
            co_return std::unexpected(made.error());
    }
    co_return *channel;
}

tools::Place conversations::Conversation::place(std::shared_ptr<workspace::Channel> channel)
{
    return {std::move(channel), m_state.directory, m_state.persistenceDir, &m_secrets, false};
}

core::Task<> conversations::Conversation::ensureToolbox()
{
    core::Result<std::shared_ptr<workspace::Channel>> channel = co_await openChannel();
    if (m_toolbox && channel && *channel == m_channel)
        co_return {};
    if (m_toolbox)
        m_toolbox->close();
    m_toolbox.reset();
    m_toolboxError.reset();
    core::Result<agent::Toolbox> made = agent::Toolbox::create(m_agent,
                                                               place(channel.value_or(nullptr)));
    if (!made) {
        m_toolboxError = made.error();
        co_return {};
    }
    m_toolbox = std::move(*made);
    m_channel = channel.value_or(nullptr);
    warnOfWhatIsLeftOut();
    if (!channel)
        co_return std::unexpected(channel.error());
    co_return {};
}

void conversations::Conversation::warnOfWhatIsLeftOut() const
{
    QStringList features = m_toolbox->leftOut();
    if (m_agent.condenser && m_agent.condenser->value("kind") != "NoOpCondenser")
        features.append("the condenser");
    if (!m_agent.mcpConfig.isEmpty())
        features.append("MCP servers");
    if (m_agent.critic)
        features.append("the critic");
    if (m_state.hookConfig)
        features.append("hooks");
    const QJsonObject context = m_agent.agentContext.value_or(QJsonObject());
    if (!context.value("skills").toArray().isEmpty())
        features.append("skills");
    const QString analyzer =
        m_state.securityAnalyzer.value_or(QJsonObject()).value("kind").toString();
    if (m_state.securityAnalyzer && analyzer != "LLMSecurityAnalyzer")
        features.append(analyzer);
    if (!features.isEmpty()) {
        qCWarning(lcConversations).noquote()
            << "This server keeps but does not use" << features.join(", ") << "of conversation"
            << m_state.id;
    }
}

core::Task<> conversations::Conversation::getReady()
{
    const auto self = shared_from_this();
    const core::Result<> turn = co_await m_setUp.take({setUpKey}, std::stop_token());
    if (!turn)
        co_return std::unexpected(turn.error());
    core::Result<> ready = co_await ensureView();
    if (ready)
        ready = co_await ensureToolbox();
    m_setUp.release({setUpKey});
    co_return ready;
}

QList<llm::ToolSchema> conversations::Conversation::toolSchemas() const
{
    return m_toolbox ? m_toolbox->schemas() : QList<llm::ToolSchema>();
}

core::Task<> conversations::Conversation::setUp()
{
    const auto self = shared_from_this();
    const core::Result<> ready = co_await getReady();
    if (m_hasView && m_toolbox && !m_view.hasSystemPrompt())
        addSystemPrompt();
    co_return ready;
}

void conversations::Conversation::addSystemPrompt()
{
    const core::Result<model::SystemPromptEvent> event = agent::systemPromptEvent(*this,
                                                                                  *m_toolbox);
    if (event)
        append(model::Source::Agent, *event);
    else
        m_toolboxError = event.error();
}

// --- messages and runs ---------------------------------------------------------------------------

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
    core::spawn(entitle(shared_from_this(), text), "giving a conversation a title");
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
    if (m_state.status == Status::Idle || m_state.status == Status::Paused
        || m_state.status == Status::Error || m_state.status == Status::Stuck)
        setStatus(Status::Running);
    co_return co_await m_log.committed();
}

void conversations::Conversation::startRun()
{
    if (!std::exchange(m_isPrepared, false))
        return;
    m_startedAt = core::Clock::system().monotonic();
    m_client = m_services.models->client(m_agent.llm);
    const auto current = std::make_shared<CurrentModel>([this] { return m_client; });
    core::spawn(work(current), "running a conversation");
}

core::Task<> conversations::Conversation::work(std::shared_ptr<llm::Client> client)
{
    const auto self = shared_from_this();
    core::Result<> saved;
    do {
        if (m_toolboxError) {
            reportToolboxError();
        } else {
            agent::Loop loop(this, client, *m_toolbox);
            co_await loop.run(m_stop.get_token());
        }
        saved = co_await m_log.committed();
        // A run that followed a pause at once may have come when the loop had just ended for it.
    } while (saved && m_state.status == Status::Running && !m_stop.stop_requested());
    m_isRunning = false;
    m_client.reset();
    m_runEnded.resolve(true);
    scheduleFinalSnapshots();
    runAgainIfAsked();
    co_return saved;
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
    core::spawn(again(shared_from_this()), "running a conversation again");
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
    if (!prepared && prepared.error().kind == Error::Kind::Conflict)
        co_return {};
    co_return prepared;
}

core::Task<> conversations::Conversation::pause()
{
    const auto self = shared_from_this();
    m_wantsAnotherRun = false;
    if (m_state.status == Status::Idle || m_state.status == Status::Running) {
        setStatus(Status::Paused);
        append(model::Source::User, model::PauseEvent{});
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

core::Task<> conversations::Conversation::endRun()
{
    const auto self = shared_from_this();
    m_wantsAnotherRun = false;
    const core::Deferred<bool> ended = m_runEnded;
    m_stop.request_stop();
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

// --- settings ------------------------------------------------------------------------------------

core::Task<> conversations::Conversation::setSecrets(QJsonObject sources)
{
    const auto self = shared_from_this();
    for (auto it = sources.begin(); it != sources.end(); ++it)
        m_state.secretSources.insert(it.key(), it.value());
    m_secrets.setSources(m_state.secretSources);
    appendUpdate("secret_registry",
                 QJsonObject{{"secret_sources", secrets::maskAll(m_state.secretSources)}});
    co_return co_await m_log.committed();
}

core::Task<> conversations::Conversation::setModel(QJsonObject llm)
{
    const auto self = shared_from_this();
    QJsonObject agent = m_state.agent;
    agent.insert("llm", llm);
    const core::Result<model::AgentConfig> read = json::read<model::AgentConfig>(agent);
    if (!read)
        co_return std::unexpected(read.error());
    m_agent = *read;
    m_state.agent = agent;
    for (const QString &secret : secrets::collect(llm))
        core::registerLogSecret(secret);
    if (m_client)
        m_client = m_services.models->client(m_agent.llm);
    appendUpdate("agent", secrets::maskAll(agent));
    co_return co_await m_log.committed();
}

core::Task<> conversations::Conversation::setConfirmationPolicy(QJsonObject policy)
{
    const auto self = shared_from_this();
    policy = agent::completed(std::move(policy));
    if (m_state.confirmationPolicy == policy)
        co_return {};
    m_state.confirmationPolicy = policy;
    appendUpdate("confirmation_policy", policy);
    co_return co_await m_log.committed();
}

core::Task<> conversations::Conversation::setSecurityAnalyzer(std::optional<QJsonObject> analyzer)
{
    const auto self = shared_from_this();
    if (m_state.securityAnalyzer == analyzer)
        co_return {};
    m_state.securityAnalyzer = analyzer;
    appendUpdate("security_analyzer",
                 analyzer ? secrets::maskAll(*analyzer) : QJsonValue(QJsonValue::Null));
    co_return co_await m_log.committed();
}

core::Task<> conversations::Conversation::update(model::UpdateConversation change)
{
    const auto self = shared_from_this();
    const core::Result<> amended = co_await amend(std::move(change));
    emit steered();
    co_return amended;
}

core::Task<> conversations::Conversation::amend(model::UpdateConversation change)
{
    const auto self = shared_from_this();
    if (change.title)
        m_state.title = change.title->trimmed();
    if (change.tags && *change.tags != m_state.tags) {
        m_state.tags = *change.tags;
        appendUpdate("tags", json::write(m_state.tags));
    }
    const core::Result<> saved = co_await m_log.committed();
    if (!saved)
        co_return std::unexpected(saved.error());
    co_return co_await saveRow();
}

core::Task<> conversations::Conversation::navigate(std::optional<QString> eventId)
{
    const auto self = shared_from_this();
    const core::Result<> turn = co_await m_setUp.take({setUpKey}, std::stop_token());
    if (!turn)
        co_return std::unexpected(turn.error());
    const core::Result<> moved = co_await moveHead(std::move(eventId));
    m_setUp.release({setUpKey});
    if (!moved)
        co_return std::unexpected(moved.error());
    co_return co_await saveRow();
}

core::Task<> conversations::Conversation::moveHead(std::optional<QString> eventId)
{
    const core::Result<> saved = co_await m_log.committed();
    if (!saved)
        co_return std::unexpected(saved.error());
    if (eventId) {
        const core::Result<std::optional<qint64>> seq =
            co_await m_services.events->seqOf(m_state.id, *eventId);
        if (!seq)
            co_return std::unexpected(seq.error());
        if (!*seq)
            co_return core::fail(Error::Kind::NotFound, "Unknown event_id: " + *eventId);
    }
    if (m_isRunning || m_goal)
        co_return core::fail(Error::Kind::Conflict,
                             "The conversation is running. Pause it and wait for its end first.");
    m_state.leafEventId = eventId;
    m_state.headIsEmpty = !eventId;
    m_state.branchedAt = m_log.length();
    m_view = agent::View();
    m_hasView = false;
    co_return {};
}

std::optional<agent::StuckThresholds> conversations::Conversation::stuckThresholds() const
{
    if (!m_state.stuckDetection)
        return {};
    return json::read<agent::StuckThresholds>(m_state.stuckThresholds)
        .value_or(agent::StuckThresholds());
}

void conversations::Conversation::setStatus(model::ExecutionStatus status)
{
    if (m_state.status == status)
        return;
    m_state.status = status;
    appendUpdate("execution_status", json::name(status));
}

void conversations::Conversation::recordUsage(const llm::Response &response)
{
    recordUsage(m_agent.llm, response);
}

void conversations::Conversation::recordUsage(const model::LlmConfig &settings,
                                              const llm::Response &response)
{
    model::Metrics &metrics = m_state.stats.usageToMetrics[settings.usageId];
    metrics.modelName = settings.model;
    const double now = static_cast<double>(core::Clock::system().now().count()) / 1e6;
    metrics.record(response.usage, response.cost, response.latency, now);
    const bool wasDirty = m_isDirty;
    appendUpdate("stats", m_state.stats.snapshot());
    // The event itself carries the sums; the body with its lists is written when the status
    // changes, as it will at the end of a run.
    if (m_isRunning)
        m_isDirty = wasDirty;
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
    if (m_isRunning) {
        const core::Result<> ended = co_await endRun();
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

// --- frames --------------------------------------------------------------------------------------

QByteArray conversations::Conversation::snapshotFrame()
{
    model::Event event;
    event.id = core::newId();
    event.timestamp = m_log.nextTimestamp();
    event.body = model::ConversationStateUpdateEvent{"full_state", QJsonValue(m_state.snapshot())};
    return json::text(model::toJson(event));
}

void conversations::Conversation::publishSnapshot()
{
    m_log.publish([this] { return snapshotFrame(); });
}

void conversations::Conversation::scheduleFinalSnapshots()
{
    const auto sinceStart = core::Clock::system().monotonic() - m_startedAt;
    const auto wait = duration_cast<milliseconds>(soonestEnd - sinceStart);
    m_snapshotsLeft = 2;
    m_snapshotTimer.start(qMax(milliseconds(0), wait));
}

conversations::Progress conversations::Conversation::progressWith(const llm::Delta &delta)
{
    if (!m_progress) {
        m_progress = Progress{.itemId = core::newId(), .anchorSeq = m_log.length() - 1};
    } else if (m_progress->delta.responseId != delta.responseId) {
        ++m_progress->attempt;
        m_progress->order = 0;
    }
    m_progress->delta = delta;
    Progress progress = *m_progress;
    m_progress->order += delta.content.has_value() + delta.reasoningContent.has_value();
    return progress;
}

void conversations::Conversation::showDelta(const llm::Delta &delta)
{
    const llm::Delta shown = m_deltaMask.take(delta, m_secrets.values());
    if (saysSomething(shown))
        publishDelta(shown);
}

void conversations::Conversation::endDeltas()
{
    const llm::Delta rest = m_deltaMask.rest(m_secrets.values());
    if (saysSomething(rest))
        publishDelta(rest);
    m_deltaMask.reset();
}

void conversations::Conversation::publishDelta(const llm::Delta &delta)
{
    m_log.publish([this, delta] {
        model::Event event;
        event.id = core::newId();
        event.timestamp = m_log.nextTimestamp();
        event.source = model::Source::Agent;
        event.body = model::StreamingDeltaEvent{delta.content, delta.reasoningContent};
        return json::text(model::toJson(event));
    }, progressWith(delta));
}

void conversations::Conversation::dropDeltas(const QString &reason)
{
    m_deltaMask.reset();
    if (!m_progress)
        return;
    m_progress->dropReason = reason;
    m_log.publish([] { return QByteArray(); }, std::exchange(m_progress, {}));
}

#include "moc_Conversation.cpp"
