// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/RuleSettings.h"
#include "HandClock.h"
#include "TestMain.h"

#include "store/Database.h"
#include "telemetry/AlertWatch.h"

#include <QSignalSpy>

using namespace std::chrono_literals;
using namespace telemetry;

/// What a person changes of the rules of alerts.
class RuleSettingsTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock = HandClock();
        restart();
    }

    void countsAsGivenUntilSomethingIsChanged()
    {
        const RuleInForce silence = m_rules->inForce(*alertRule("run_silent"));
        QVERIFY(silence.isOn);
        QCOMPARE(silence.threshold, 45.0);
        QCOMPARE(silence.sinks, RuleSettings::sinks());
        const RuleInForce lost = m_rules->inForce(*alertRule("engine_lost"));
        QCOMPARE(lost.threshold, std::nullopt);
        QCOMPARE(lost.holds, 30s);
    }

    void outlivesTheServerAndGoesBack()
    {
        VERIFY_RESULT(set("run_silent", {{"threshold", 5},
                                         {"holds", 60},
                                         {"enabled", false},
                                         {"sinks", QJsonArray{"webhook", "log"}}}));
        restart();
        RuleInForce now = m_rules->inForce(*alertRule("run_silent"));
        QVERIFY(!now.isOn);
        QCOMPARE(now.threshold, 5.0);
        QCOMPARE(now.holds, 60s);
        QCOMPARE(now.sinks, (QStringList{"log", "webhook"}));
        QCOMPARE(m_rules->thresholds().runSilence, 5min);

        VERIFY_RESULT(set("run_silent", {{"threshold", QJsonValue::Null}, {"enabled", true}}));
        restart();
        now = m_rules->inForce(*alertRule("run_silent"));
        QVERIFY(now.isOn);
        QCOMPARE(now.threshold, 45.0);
        QCOMPARE(now.holds, 60s);
        QVERIFY(!m_rules->change("run_silent").isOn); // as it is given, it is no change
    }

    void refusesWhatIsWrong_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QJsonObject>("members");
        QTest::addColumn<QString>("path");
        QTest::newRow("too much") << "data_disk_low" << QJsonObject{{"threshold", 100}}
                                  << "threshold";
        QTest::newRow("parts") << "run_silent" << QJsonObject{{"threshold", 1.5}} << "threshold";
        QTest::newRow("none") << "engine_lost" << QJsonObject{{"threshold", 1}} << "threshold";
        QTest::newRow("too long") << "run_silent" << QJsonObject{{"holds", 86401}} << "holds";
        QTest::newRow("before now") << "run_silent" << QJsonObject{{"holds", -1}} << "holds";
        QTest::newRow("nobody") << "run_silent" << QJsonObject{{"sinks", QJsonArray{"pager"}}}
                                << "sinks";
        QTest::newRow("no number")
            << "run_silent" << QJsonObject{{"threshold", "x"}} << "threshold";
        QTest::newRow("no member")
            << "run_silent" << QJsonObject{{"colour", QJsonValue::Null}} << "colour";
    }

    void refusesWhatIsWrong()
    {
        QFETCH(QString, rule);
        QFETCH(QJsonObject, members);
        const core::Result<> refused = set(rule, members);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, core::Error::Kind::Invalid);
        QTEST(refused.error().problems.first().path.first().toString(), "path");
        QCOMPARE(m_rules->change(rule), RuleChange());
    }

    void knowsNoOtherRules()
    {
        QCOMPARE(set("none", {}).error().kind, core::Error::Kind::NotFound);
    }

    void endsWhatFiresWhenItsRuleIsOff()
    {
        m_alerts->raise("data_disk_full", {}, "Nothing is left.");
        QSignalSpy told(m_alerts.get(), &Alerts::told);
        VERIFY_RESULT(set("data_disk_full", {{"enabled", false}}));
        QVERIFY(m_alerts->open().isEmpty());
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.last().first().value<Alert>().state, AlertState::Resolved);
        m_alerts->raise("data_disk_full", {}, "Nothing is left now.");
        m_alerts->raise("data_disk_full", {.name = "other"}, "Nothing is left there.");
        m_alerts->tick();
        QVERIFY(m_alerts->open().isEmpty());
        QCOMPARE(told.size(), 1);

        m_alerts->lower("data_disk_full", {.name = "other"});
        VERIFY_RESULT(set("data_disk_full", {{"enabled", QJsonValue::Null}}));
        QCOMPARE(m_alerts->open().size(), 1); // what still holds
        QCOMPARE(m_alerts->open().first().text, "Nothing is left now.");
        QCOMPARE(told.size(), 2);
        QCOMPARE(told.last().first().value<Alert>().state, AlertState::Firing);
        QVERIFY(told.first().first().value<Alert>().id != told.last().first().value<Alert>().id);
    }

    void withdrawsWhatIsPendingWhenItsRuleIsOff()
    {
        m_alerts->raise("engine_lost", {}, "It is away.");
        QSignalSpy withdrawn(m_alerts.get(), &Alerts::withdrawn);
        VERIFY_RESULT(set("engine_lost", {{"enabled", false}}));
        QCOMPARE(withdrawn.size(), 1);
        m_clock.pass(60s);
        m_alerts->tick();
        VERIFY_RESULT(set("engine_lost", {{"enabled", true}}));
        QCOMPARE(m_alerts->open().first().state, AlertState::Pending); // it holds from now on
    }

    void firesAfterTheTimeThatWasSet()
    {
        m_alerts->raise("engine_lost", {}, "It is away.");
        m_clock.pass(10s);
        VERIFY_RESULT(set("engine_lost", {{"holds", 20}}));
        QCOMPARE(m_alerts->open().first().state, AlertState::Pending);
        VERIFY_RESULT(set("engine_lost", {{"holds", 10}}));
        QCOMPARE(m_alerts->open().first().state, AlertState::Firing);
    }

    void saysWhetherItNotifies()
    {
        m_alerts->raise("data_disk_full", {}, "Nothing is left.");
        QVERIFY(m_alerts->open().first().notifies);
        VERIFY_RESULT(set("data_disk_full", {{"sinks", QJsonArray{"log"}}}));
        QVERIFY(!m_alerts->open().first().notifies);
        m_alerts->raise("data_disk_full", {.name = "other"}, "Nothing is left.");
        for (const Alert &alert : m_alerts->open())
            QVERIFY(!alert.notifies);
    }

    void countsForWhatHoldsAlready()
    {
        AlertWatch watch(m_alerts.get(), {}, m_rules->thresholds(), &m_clock);
        connect(m_rules.get(), &RuleSettings::changed, &watch,
                [&] { watch.setThresholds(m_rules->thresholds()); });
        conversations::Conversations conversations({});
        watch.watch(&conversations);
        conversations::State state;
        state.id = "c1";
        state.userId = "ann";
        const auto run = std::make_shared<conversations::Conversation>(state,
                                                                       conversations::Services());
        emit conversations.loaded(run);
        emit run->runBegan();
        m_clock.pass(20min);
        watch.look();
        QVERIFY(m_alerts->open().isEmpty());
        VERIFY_RESULT(set("run_silent", {{"threshold", 15}}));
        QCOMPARE(m_alerts->open().size(), 1);
        VERIFY_RESULT(set("run_silent", {{"threshold", QJsonValue::Null}}));
        QVERIFY(m_alerts->open().isEmpty());
    }

private:
    void restart()
    {
        m_alerts.reset();
        m_rules.reset();
        m_database = *store::Database::open(m_folder->filePath("berth.db"));
        m_settings = std::make_unique<store::Settings>(m_database.get());
        m_table = std::make_unique<store::Alerts>(m_database.get());
        m_rules = std::make_unique<RuleSettings>(m_settings.get(),
                                                 AlertThresholds{.runSilence = 45min});
        VERIFY_RESULT(QCoro::waitFor(m_rules->load()));
        m_alerts = std::make_unique<Alerts>(m_table.get(), &m_clock);
        m_alerts->follow(m_rules.get());
        VERIFY_RESULT(QCoro::waitFor(m_alerts->load()));
    }
    core::Result<> set(const QString &rule, const QJsonObject &members)
    {
        return QCoro::waitFor(m_rules->set(rule, members));
    }

    HandClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<store::Settings> m_settings;
    std::unique_ptr<store::Alerts> m_table;
    std::unique_ptr<RuleSettings> m_rules;
    std::unique_ptr<Alerts> m_alerts;
};

BERTH_TEST(RuleSettingsTest)
#include "RuleSettingsTest.moc"
