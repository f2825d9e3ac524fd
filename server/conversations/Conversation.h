// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/Locks.h"
#include "agent/Loop.h"
#include "conversations/Admission.h"
#include "conversations/BodyText.h"
#include "conversations/DeltaMask.h"
#include "conversations/EventLog.h"
#include "conversations/Limits.h"
#include "conversations/SecretRegistry.h"
#include "conversations/Spending.h"
#include "conversations/State.h"
#include "llm/Models.h"
#include "llm/Watched.h"
#include "model/Requests.h"
#include "workspace/Runtime.h"

#include <QTimer>

namespace conversations {

class Goal;
class Projector;

/// What conversations are made of; everything outlives them.
struct Services
{
    store::Conversations *conversations;
    store::Events *events;
    const secrets::Vault *vault;
    workspace::Runtime *runtime;
    const llm::Models *models;
    net::Outbound *outbound;
    QString persistenceRoot; ///< a folder of the workspace for full outputs and lists
    QString worktreeRoot;    ///< a folder of the workspace for git worktrees
    Limits limits = {};
    /// What a user's models and lookups may reach and use; everybody is an owner without it.
    std::function<llm::Standing(const QString &userId)> standingOf = {};
    /// Whether runs of a user may begin; those of everybody without it.
    std::function<bool(const QString &userId)> mayRun = {};
    llm::CallSink heard = {}; ///< every question to a model
    core::Tracer *tracer = nullptr; ///< who is told how long things take
    /// How many runs of a user may be under way at a time, where that is less than for all.
    std::function<std::optional<int>(const QString &userId)> mostRunsOf = {};
    /// Who lets runs begin; made by Conversations.
    std::shared_ptr<Admission> admission = {};
    Spending *spending = nullptr; ///< who counts what users spend; nobody without it
    /// Settings of a model that a user keeps by name; nobody keeps any without it.
    std::function<core::Task<QJsonObject>(QString userId, QString name)> keptModel = {};
    /// The value of a user's secret where an address to look it up at is this server's own.
    std::function<std::optional<core::Task<QString>>(const QString &userId, const QUrl &url)>
        ownSecret = {};

    llm::Standing standing(const QString &userId) const
    {
        return standingOf ? standingOf(userId) : llm::Standing::Owner;
    }
};

/// One conversation in memory: its state, its log, its agent while it runs. Commands from every
/// surface end in one function each.
class Conversation : public QObject,
                     public agent::Session,
                     public std::enable_shared_from_this<Conversation>
{
    Q_OBJECT

public:
    Conversation(State state, Services services);

    /// Reads where the log ends; before anything else.
    core::Task<> open();

    const State &state() const { return m_state; }
    const Services &services() const { return m_services; }
    /// A model, with the standing of the conversation's user.
    std::shared_ptr<llm::Client> client(const model::LlmConfig &settings) const;
    /// Where the log ends, with what is not on disk yet.
    qint64 length() const { return m_log.length(); }
    bool isRunning() const { return m_isRunning; }
    /// Neither running nor about to say anything.
    bool isQuiet() const { return !m_isRunning && !m_goal && !m_snapshotTimer.isActive(); }
    /// Comes when the run that is under way has ended.
    core::Deferred<bool> runEnded() const { return m_runEnded; }
    /// What it works for over several runs, while it does.
    std::shared_ptr<Goal> goal() const { return m_goal; }
    void setGoal(std::shared_ptr<Goal> goal) { m_goal = std::move(goal); }

    /// Adds a user's message; on disk on return.
    core::Task<> addMessage(model::SendMessage message);
    /// Makes everything ready for a run and marks it as running: Conflict when it already runs,
    /// Unavailable when there is nothing to run in. The run itself begins with startRun().
    core::Task<> prepareRun();
    /// Begins what prepareRun() prepared. A client must have the answer to its request before it
    /// can hear that the run has ended, so call this when the answer has left.
    /// @p trace is what the run is part of.
    void startRun(core::TraceContext trace = {});
    /// Adds the message and runs; a run that is under way takes the message in.
    core::Task<> addMessageAndRun(model::SendMessage message);

    core::Task<> pause();
    /// Ends the model's or the tools' work; returns when the run has ended, or after 5 s.
    core::Task<> interrupt();
    /// Interrupts a run that may not go on, and says why in the log.
    core::Task<> halt(QString code, QString reason);
    /// Accept runs the pending actions with startRun(), which the caller must call; reject answers
    /// each.
    core::Task<> rejectPending(QString reason);

    /// Reads the log and makes the tools, but adds nothing; Unavailable when there is nothing to
    /// run tools in.
    core::Task<> getReady();
    QList<llm::ToolSchema> toolSchemas() const;
    /// Adds to the statistics what was used under the usage id of @p settings.
    void recordUsage(const model::LlmConfig &settings, const llm::Response &response);
    /// Requested when the conversation is closed: ends what goes on beside its runs.
    std::stop_token closing() const { return m_closing.get_token(); }

    /// Adds an update of @p key to the log, without waiting for the disk.
    void tell(const QString &key, const QJsonValue &value) { appendUpdate(key, value); }
    core::Task<> setSecrets(QJsonObject sources);
    /// Replaces the agent's model from its next answer on; @p llm as in an agent's JSON.
    core::Task<> setModel(QJsonObject llm);
    core::Task<> setConfirmationPolicy(QJsonObject policy);
    core::Task<> setSecurityAnalyzer(std::optional<QJsonObject> analyzer);
    core::Task<> update(model::UpdateConversation change);
    /// Makes @p eventId the parent of what comes next: the agent goes on with what led to it, and
    /// with nothing without an id. NotFound; Conflict while a run is under way.
    core::Task<> navigate(std::optional<QString> eventId);
    /// The same where nobody asked for it.
    core::Task<> amend(model::UpdateConversation change);

    /// Tells of a run that the last process did not end. One that waited for its turn is left as it
    /// was, for waitAgain().
    core::Task<> recover();
    core::Task<> waitAgain();
    /// Ends a run and frees terminals; everything is on disk on return.
    core::Task<> close();

    /// A full_state event, for a subscriber that has just come.
    QByteArray snapshotFrame();
    int subscriberCount() const { return receivers(SIGNAL(framePublished(conversations::Frame))); }

    /// Calls that have no result yet, without making anything ready to run them.
    core::Task<QList<agent::PendingAction>> pendingActions();

    /// What its listeners share while there are any.
    std::weak_ptr<Projector> projector;

    // agent::Session
    QString id() const override { return m_state.id; }
    const model::AgentConfig &agent() const override { return m_agent; }
    QList<agent::SecretName> secretNames() const override { return m_secrets.names(); }
    int maxIterations() const override { return m_state.maxIterations; }
    std::optional<agent::StuckThresholds> stuckThresholds() const override;
    QJsonObject confirmationPolicy() const override { return m_state.confirmationPolicy; }
    bool hasSecurityAnalyzer() const override { return m_state.securityAnalyzer.has_value(); }
    model::ExecutionStatus status() const override { return m_state.status; }
    void setStatus(model::ExecutionStatus status) override;
    agent::View &view() override { return m_view; }
    QString append(model::Source source, model::EventBody body) override;
    core::Task<> committed() override;
    core::Tracer *tracer() const override { return m_services.tracer; }
    core::TraceContext runTrace() const override { return m_runSpan.context; }
    void enterStep(const core::TraceContext &trace) override
    {
        m_stepTrace = trace;
        ++m_state.steps;
    }
    void showDelta(const llm::Delta &delta) override;
    void dropDeltas(const QString &reason) override;
    void recordUsage(const llm::Response &response) override;
    void recordToolTime(std::chrono::nanoseconds time) override { m_state.toolTime += time; }

signals:
    /// An event, stored or not, for everybody who listens.
    void framePublished(const conversations::Frame &frame);
    /// The store refused this conversation's events; it must leave memory.
    void broke();
    /// Somebody paused, interrupted or edited it.
    void steered();
    /// Its title or its tags are others.
    void amended();
    /// Its run waits for its turn at another place than before, or no longer.
    void queued();
    /// A run begins, and one has ended, with the status that it left.
    void runBegan();
    void runOver();
    /// One more event is on disk.
    void eventStored();
    /// It says nothing more.
    void closed();

private:
    core::Task<> adoptNewestLeaf();
    core::Task<> moveHead(std::optional<QString> eventId);
    core::Task<> ensureView();
    core::Task<> ensureToolbox();
    QCoro::Task<bool> regainWorkspace();
    void pauseForLoss(const QString &reason);
    core::Task<std::shared_ptr<workspace::Channel>> openChannel();
    tools::Place place(std::shared_ptr<workspace::Channel> channel);
    core::Task<> setUp();
    core::Task<> restoreStatistics();
    void warnOfWhatIsLeftOut() const;
    void addSystemPrompt();
    void entitleOnce(const QString &text);
    void noteLastLine(const model::Event &event);
    void noteChangedFile(const QJsonObject &observation);
    void appendUpdate(const QString &key, const QJsonValue &value);
    model::Event addToLog(model::Source source, model::EventBody body);
    store::ConversationUpdate takeUpdate();
    core::Task<> saveRow();
    core::Task<> work(std::shared_ptr<llm::Client> client);
    void beginSpan(const core::TraceContext &trace);
    void endSpan();
    llm::Asker asker() const;
    /// Why no model may be asked any more.
    std::optional<llm::Failure> overBudget() const;
    QCoro::Task<> workInTurn(std::shared_ptr<llm::Client> client);
    /// False when somebody ended the waiting.
    QCoro::Task<bool> awaitTurn();
    void showPlace(const QueuePlace &place);
    void reportToolboxError();
    void runAgainIfAsked();
    core::Task<> endRun();
    void publishSnapshot();
    void publishNews(const QJsonObject &news);
    void publishDelta(const llm::Delta &delta);
    /// Shows what was held back of an answer that is complete.
    void endDeltas();
    /// The next step of the answer; the first one chooses the id of the event that will end it.
    Progress progressWith(const llm::Delta &delta);
    void scheduleFinalSnapshots();

    State m_state;
    BodyText m_bodyText;
    Services m_services;
    model::AgentConfig m_agent;
    EventLog m_log;
    agent::View m_view;
    SecretRegistry m_secrets;
    agent::Locks m_setUp; ///< one set-up at a time, under setUpKey
    static constexpr const char *setUpKey = "set-up";
    std::shared_ptr<workspace::Channel> m_channel;
    std::optional<agent::Toolbox> m_toolbox;
    std::optional<core::Error> m_toolboxError;
    bool m_hasView = false;
    bool m_isDirty = false; ///< the body differs from what is on disk
    bool m_wantsTitle = false; ///< of its own making, from the next message
    std::stop_source m_closing;

    std::shared_ptr<Goal> m_goal;
    std::shared_ptr<llm::Client> m_client; ///< of the agent's model, while it runs
    std::optional<Progress> m_progress; ///< of the answer that is being streamed
    DeltaMask m_deltaMask;

    bool m_isRunning = false;
    bool m_isPausedByLoss = false; ///< of the workspace; it goes on when that is back
    bool m_isPrepared = false; ///< marked as running, not yet started
    bool m_wantsAnotherRun = false;
    bool m_hasBegun = false; ///< the run: its turn has come
    int m_stepsTaken = 0; ///< that count for the limit of the run that is prepared
    bool m_keepsWaiting = false; ///< in the next process
    std::stop_source m_stop;
    core::Span m_runSpan; ///< of the run that is under way
    core::TraceContext m_stepTrace;
    core::Deferred<bool> m_runEnded;
    std::chrono::nanoseconds m_startedAt{};
    QTimer m_snapshotTimer;
    int m_snapshotsLeft = 0;
};

} // namespace conversations
