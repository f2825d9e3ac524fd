// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/AlertWatch.h"
#include "HandClock.h"
#include "TestMain.h"

using namespace std::chrono_literals;
using namespace telemetry;
using workspace::WorkspaceState;

namespace {

/// Workspaces whose state and use a test sets.
class Places : public workspace::Runtime
{
public:
    QString name() const override { return "places"; }
    core::Task<std::shared_ptr<workspace::Channel>> open(QString) override
    {
        co_return std::shared_ptr<workspace::Channel>();
    }
    workspace::WorkspaceStatus status(const QString &) const override { return now; }
    core::Task<> stop() override { co_return {}; }

    void become(WorkspaceState state, const QString &reason = {})
    {
        now = {.state = state, .reason = reason};
        emit changed("w1");
    }

    workspace::WorkspaceStatus now;
};

core::Task<QString> annOwnsIt(QString)
{
    co_return QString("ann");
}

} // namespace

/// What the server notices, as alerts.
class AlertWatchTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_watch.reset();
        m_alerts.reset();
        m_clock = HandClock();
        m_folder = std::make_unique<QTemporaryDir>();
        m_database = *store::Database::open(m_folder->filePath("berth.db"));
        m_table = std::make_unique<store::Alerts>(m_database.get());
        m_alerts = std::make_unique<Alerts>(m_table.get(), &m_clock);
        m_engineAnswers = true;
        m_waiting = {};
        AlertWatch::Sources sources;
        sources.engineAnswers = [this] { return std::optional(m_engineAnswers); };
        sources.storeWaiting = [this] { return m_waiting; };
        sources.certificateEnd = [this] { return m_certificateEnd; };
        sources.newestBackup = [this] { return m_newestBackup; };
        sources.ownerOf = &annOwnsIt;
        m_watch = std::make_unique<AlertWatch>(m_alerts.get(), sources, AlertThresholds(),
                                               &m_clock);
    }

    void seesThatTheEngineIsLost()
    {
        m_engineAnswers = false;
        pass(30s);
        QCOMPARE(firing(), QStringList{"engine_lost"});
        m_engineAnswers = true;
        pass(30s);
        QCOMPARE(firing(), QStringList{});
    }

    void seesFailuresOfTheServer()
    {
        answer(500, 1);
        answer(200, 99);
        pass(60s);
        QCOMPARE(firing(), QStringList{"server_errors"});
        answer(502, 10);
        pass(60s);
        QCOMPARE(firing(), (QStringList{"error_rate", "server_errors"}));
        pass(300s);
        pass(300s);
        pass(300s);
        QCOMPARE(firing(), QStringList{});
    }

    void takesNoAlarmFromFewAnswersOrFromAStart()
    {
        answer(502, 5);
        for (int number = 0; number < 100; ++number)
            m_watch->count(Request{.method = "GET", .route = "/ready", .status = 503});
        pass(60s);
        QCOMPARE(firing(), QStringList{});
    }

    void seesThatTheDatabaseIsSlowOrFull()
    {
        const auto slow = [this] { m_watch->count(store::Work{.jobs = 1, .duration = 1500ms}); };
        m_waiting = {.writes = 6000, .share = 0.6};
        for (int number = 0; number < 4; ++number) {
            slow();
            m_watch->look();
            m_clock.pass(10s);
        }
        QCOMPARE(firing(), (QStringList{"store_queue", "store_slow"}));
        m_watch->count(store::Work{.jobs = 3, .isLost = true});
        QVERIFY(firing().contains("changes_lost"));
    }

    void seesThatTheDiskOfTheDataFolderFills()
    {
        AlertWatch::Sources sources;
        sources.dataFolder = m_folder->path();
        AlertThresholds thresholds;
        thresholds.dataDiskFree = 101; // as if the disk were full
        AlertWatch watch(m_alerts.get(), sources, thresholds, &m_clock);
        watch.look();
        QCOMPARE(firing(), QStringList{});
        m_clock.pass(60s);
        watch.look();
        QCOMPARE(firing(), QStringList{"data_disk_low"});
        QVERIFY(m_alerts->open().first().text.contains("% left"));
        QVERIFY(!m_alerts->open().first().userId);
    }

    void seesWhatTimeDoesToCertificatesAndCopies()
    {
        m_certificateEnd = m_clock.now() + 13 * 24h;
        m_newestBackup = m_clock.now() - 49h;
        m_watch->lookSlowly();
        QCOMPARE(firing(), (QStringList{"backup_old", "certificate_ends"}));
        m_newestBackup = m_clock.now();
        m_clock.pass(14 * 24h);
        m_newestBackup = m_clock.now();
        m_watch->lookSlowly();
        QCOMPARE(firing(), QStringList{"certificate_ended"});
        m_certificateEnd = m_clock.now() + 100 * 24h;
        m_watch->lookSlowly();
        QCOMPARE(firing(), QStringList{});
    }

    void seesThatAModelFailsAgainAndAgain()
    {
        call("gpt", "LLMRateLimitError", 2);
        call("gpt", "ok", 1);
        call("gpt", "LLMRateLimitError", 2);
        call("gpt", "cancelled", 5);
        QCOMPARE(firing(), QStringList{});
        call("gpt", "LLMRateLimitError", 1);
        QCOMPARE(firing(), QStringList{"models_failing"});
        QCOMPARE(m_alerts->open().first().userId, "ann");
        QCOMPARE(m_alerts->open().first().name, "gpt");
        call("gpt", "ok", 1);
        QCOMPARE(firing(), QStringList{});
    }

    void seesThatABudgetIsNearItsEndAndSpent()
    {
        model::Budget budget{.costPerDay = 10, .tokensPerMonth = 1000};
        store::Spending table(m_database.get());
        conversations::Spending spending(&table, [&budget](const QString &) { return budget; },
                                         &m_clock);
        spending.add("ann", {.cost = 7, .tokens = 100});
        m_watch->watch(&spending);
        QCOMPARE(firing(), QStringList{});
        spending.add("ann", {.cost = 1, .tokens = 100});
        QCOMPARE(firing(), QStringList{"budget_low"});
        const Alert low = m_alerts->open().first();
        QCOMPARE(low.userId, "ann");
        QCOMPARE(low.name, "cost_per_day");
        QCOMPARE(low.text,
                 "The user has used $8.00 of the $10.00 that they may use of models in a day.");
        spending.add("ann", {.cost = 2, .tokens = 700});
        QCOMPARE(firing(), (QStringList{"budget_low", "budget_spent"}));
        budget.costPerDay = 100;
        budget.tokensPerMonth.reset();
        spending.reconsider("ann");
        QCOMPARE(firing(), QStringList{});
        spending.add("ann", {.cost = 90});
        QCOMPARE(firing(), QStringList{"budget_spent"});
        pass(24h);
        QCOMPARE(firing(), QStringList{});
    }

    void knowsOfBudgetsThatWereSpentBefore()
    {
        store::Spending table(m_database.get());
        conversations::Spending spending(&table, [](const QString &) {
            return model::Budget{.costPerMonth = 1};
        }, &m_clock);
        spending.add("ann", {.cost = 1});
        m_watch->watch(&spending);
        QCOMPARE(firing(), QStringList{"budget_spent"});
    }

    void seesThatARunTellsNothing()
    {
        conversations::Conversations conversations({});
        m_watch->watch(&conversations);
        const auto run = loaded(conversations, model::ExecutionStatus::Running);
        emit run->runBegan();
        pass(29min);
        QCOMPARE(firing(), QStringList{});
        pass(1min);
        QCOMPARE(firing(), QStringList{"run_silent"});
        QCOMPARE(m_alerts->open().first().conversationId, run->id());
        QCOMPARE(m_alerts->open().first().text, "A run has told nothing for 30 minutes.");
        emit run->eventStored();
        QCOMPARE(firing(), QStringList{});
        pass(30min);
        QCOMPARE(firing(), QStringList{"run_silent"});
        emit run->runOver();
        QCOMPARE(firing(), QStringList{});
        pass(31min);
        QCOMPARE(firing(), QStringList{});
    }

    void seesThatAnAgentRepeatsItself()
    {
        conversations::Conversations conversations({});
        m_watch->watch(&conversations);
        const auto done = loaded(conversations, model::ExecutionStatus::Finished);
        emit done->runBegan();
        emit done->runOver();
        QCOMPARE(firing(), QStringList{});
        const auto stuck = loaded(conversations, model::ExecutionStatus::Stuck);
        emit stuck->runBegan();
        emit stuck->runOver();
        QCOMPARE(firing(), QStringList{"run_stuck"});
        QCOMPARE(m_alerts->open().first().userId, "ann");
        emit stuck->runBegan();
        QCOMPARE(firing(), QStringList{});
        emit stuck->runOver();
        emit conversations.removing(stuck->state());
        QCOMPARE(firing(), QStringList{});
    }

    void seesWhatAConversationMayCost()
    {
        conversations::Conversations conversations({});
        m_watch->watch(&conversations);
        conversations::State state;
        state.id = "c1";
        state.userId = "ann";
        state.maxBudget = 1;
        state.stats.usageToMetrics["agent"].accumulatedCost = 0.85;
        const auto low = std::make_shared<conversations::Conversation>(state,
                                                                       conversations::Services());
        emit conversations.loaded(low);
        emit low->runBegan();
        emit low->eventStored();
        QCOMPARE(firing(), QStringList{"budget_low"});
        emit low->runOver();
        QCOMPARE(firing(), QStringList{"budget_low"});
        QCOMPARE(m_alerts->open().first().conversationId, "c1");
        QCOMPARE(m_alerts->open().first().text, "The conversation has cost $0.85 of the $1.00 "
                                                "that it may.");
    }

    void seesWhatBecomesOfWorkspaces()
    {
        Places places;
        m_watch->watch(&places);
        places.become(WorkspaceState::Failed, "There is no such image.");
        QTRY_COMPARE(firing(), QStringList{"workspace_failed"});
        QCOMPARE(m_alerts->open().first().userId, "ann");
        QVERIFY(m_alerts->open().first().text.contains("There is no such image."));
        places.become(WorkspaceState::Ready);
        QTRY_COMPARE(firing(), QStringList{});
        places.become(WorkspaceState::Stopped, "The container ended.");
        QTRY_COMPARE(firing(), QStringList{"workspace_died"});
    }

    void saysNothingOfAWorkspaceThatRests()
    {
        Places places;
        m_watch->watch(&places);
        places.become(WorkspaceState::Ready);
        QCoreApplication::processEvents();
        places.become(WorkspaceState::Stopped);
        QCoreApplication::processEvents();
        QCOMPARE(firing(), QStringList{});
    }

    void seesWhatAWorkspaceUsesUp()
    {
        workspace::UsageSample sample;
        sample.workspaceId = "w1";
        sample.use.memoryBytes = 95;
        sample.use.memoryLimit = 100;
        sample.use.outOfMemoryKills = 1;
        sample.disk =
            workspace::DiskReport{.used = 85, .limit = 100, .state = workspace::DiskState::Warning};
        Places places;
        workspace::UsageSampler sampler(&places);
        m_watch->watch(&sampler);
        emit sampler.sampled(sample);
        QTRY_COMPARE(firing(), (QStringList{"workspace_disk", "workspace_oom"}));
        pass(60s);
        QVERIFY(firing().contains("workspace_memory"));
        sample.disk->state = workspace::DiskState::Full;
        emit sampler.sampled(sample);
        QTRY_VERIFY(firing().contains("workspace_disk_full"));
        sample.use.memoryBytes = 10;
        sample.disk->state = workspace::DiskState::Fine;
        emit sampler.sampled(sample);
        QCoreApplication::processEvents();
        pass(120s);
        QCOMPARE(firing(), QStringList{"workspace_oom"});
        pass(600s);
        pass(600s);
        QCOMPARE(firing(), QStringList{});
    }

private:
    /// A conversation of ann's that came into memory.
    static std::shared_ptr<conversations::Conversation> loaded(
        conversations::Conversations &conversations, model::ExecutionStatus status)
    {
        conversations::State state;
        state.id = json::name(status);
        state.userId = "ann";
        state.status = status;
        const auto conversation =
            std::make_shared<conversations::Conversation>(state, conversations::Services());
        emit conversations.loaded(conversation);
        return conversation;
    }
    void pass(std::chrono::seconds time)
    {
        m_watch->look();
        m_clock.pass(time);
        m_watch->look();
    }
    void answer(int status, int times)
    {
        for (int number = 0; number < times; ++number)
            m_watch->count(Request{.method = "GET", .route = "/things", .status = status});
    }
    void call(const QString &model, const QString &outcome, int times)
    {
        for (int number = 0; number < times; ++number) {
            ModelCall call;
            call.model = model;
            call.outcome = outcome;
            call.userId = "ann";
            m_watch->count(call);
        }
    }
    QStringList firing() const
    {
        QStringList rules;
        for (const Alert &alert : m_alerts->open()) {
            if (alert.state == AlertState::Firing)
                rules.append(alert.rule);
        }
        rules.sort();
        return rules;
    }

    HandClock m_clock;
    bool m_engineAnswers = true;
    store::Waiting m_waiting;
    std::optional<std::chrono::microseconds> m_certificateEnd;
    std::optional<std::chrono::microseconds> m_newestBackup;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<store::Alerts> m_table;
    std::unique_ptr<Alerts> m_alerts;
    std::unique_ptr<AlertWatch> m_watch;
};

BERTH_TEST(AlertWatchTest)
#include "AlertWatchTest.moc"
