// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/Alerts.h"
#include "HandClock.h"
#include "TestMain.h"

#include "store/Database.h"

#include <QSignalSpy>

using namespace std::chrono_literals;
using namespace telemetry;

namespace {

/// One life of a server's alerts on a database.
struct AlertLife
{
    explicit AlertLife(const QString &file, HandClock *time)
        : database(*store::Database::open(file))
        , table(database.get())
        , alerts(&table, time)
        , clock(time)
    {
        loaded = QCoro::waitFor(alerts.load());
    }

    void pass(std::chrono::seconds time)
    {
        clock->pass(time);
        alerts.tick();
    }
    QList<Alert> find(AlertFilter filter = {})
    {
        const core::Result<AlertPage> page = QCoro::waitFor(alerts.find(std::move(filter)));
        return page ? page->items : QList<Alert>();
    }
    core::Result<Alert> silence(const QString &id, std::chrono::seconds time)
    {
        return QCoro::waitFor(alerts.silence(id, time));
    }

    std::unique_ptr<store::Database> database;
    store::Alerts table;
    Alerts alerts;
    HandClock *clock;
    core::Result<> loaded;
};

QString stateOf(const Alert &alert)
{
    return json::name(alert.state);
}

const AlertSubject annsWorkspace{.userId = "ann", .workspaceId = "w1"};

} // namespace

/// From what holds to what a person is told.
class AlertsTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void firesWhenItHasHeldForLongEnough();
    void saysNothingOfWhatPasses();
    void restsBeforeItIsResolved();
    void endsByItselfWhatHappenedOnce();
    void tellsEachChangeOfItsWords();
    void keepsApartWhatIsAboutDifferentThings();
    void outlivesTheServer();
    void showsUsersWhatIsTheirs();
    void pagesThroughWhatIsOver();
    void isSilentForAWhile();
    void isSilentAboutTheSameAgain();
    void refusesASilenceThatIsTooLong();
    void forgetsAUser();
    void keepsNoMoreThanItMay();

private:
    AlertLife &life() { return *m_life; }
    void restart();

    HandClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AlertLife> m_life;
};

void AlertsTest::init()
{
    m_life.reset();
    m_clock = HandClock();
    m_folder = std::make_unique<QTemporaryDir>();
    restart();
}

void AlertsTest::restart()
{
    m_life.reset();
    m_life = std::make_unique<AlertLife>(m_folder->filePath("berth.db"), &m_clock);
    VERIFY_RESULT(m_life->loaded);
}

void AlertsTest::firesWhenItHasHeldForLongEnough()
{
    QSignalSpy told(&life().alerts, &Alerts::told);
    life().alerts.raise("engine_lost", {}, "It is away.");
    QCOMPARE(stateOf(life().alerts.open().first()), "pending");
    life().pass(29s);
    QCOMPARE(told.size(), 0);
    life().pass(1s);
    QCOMPARE(told.size(), 1);
    const Alert alert = life().alerts.open().first();
    QCOMPARE(stateOf(alert), "firing");
    QCOMPARE(json::name(alert.severity), "critical");
    QVERIFY(!alert.advice.isEmpty());
    QVERIFY(alert.firedAt > alert.since);
    QCOMPARE(life().find().size(), 1);
}

void AlertsTest::saysNothingOfWhatPasses()
{
    QSignalSpy told(&life().alerts, &Alerts::told);
    QSignalSpy withdrawn(&life().alerts, &Alerts::withdrawn);
    life().alerts.raise("engine_lost", {}, "It is away.");
    life().pass(20s);
    life().alerts.lower("engine_lost", {});
    life().pass(100s);
    QCOMPARE(told.size(), 0);
    QCOMPARE(withdrawn.size(), 1);
    QVERIFY(life().find().isEmpty());
}

void AlertsTest::restsBeforeItIsResolved()
{
    QSignalSpy told(&life().alerts, &Alerts::told);
    life().alerts.raise("data_disk_full", {}, "Nothing is left.");
    QCOMPARE(told.size(), 1);
    life().alerts.lower("data_disk_full", {});
    life().pass(59s);
    life().alerts.raise("data_disk_full", {}, "Nothing is left."); // it flaps: nobody is told
    life().alerts.lower("data_disk_full", {});
    life().pass(59s);
    QCOMPARE(told.size(), 1);
    life().pass(1s);
    QCOMPARE(told.size(), 2);
    QCOMPARE(stateOf(told.last().first().value<Alert>()), "resolved");
    QVERIFY(life().alerts.open().isEmpty());
    QVERIFY(life().find().first().resolvedAt.has_value());
}

void AlertsTest::endsByItselfWhatHappenedOnce()
{
    life().alerts.raise("changes_lost", {}, "Changes were refused.", 60s);
    life().pass(60s);
    QCOMPARE(stateOf(life().alerts.open().first()), "firing");
    life().pass(600s);
    QVERIFY(life().alerts.open().isEmpty());
}

void AlertsTest::tellsEachChangeOfItsWords()
{
    QSignalSpy changed(&life().alerts, &Alerts::changed);
    life().alerts.raise("workspace_disk", annsWorkspace, "81 %");
    const qsizetype before = changed.size();
    life().alerts.raise("workspace_disk", annsWorkspace, "81 %");
    QCOMPARE(changed.size(), before);
    life().alerts.raise("workspace_disk", annsWorkspace, "82 %");
    QCOMPARE(changed.size(), before + 1);
    QCOMPARE(life().find().first().text, "82 %");
}

void AlertsTest::keepsApartWhatIsAboutDifferentThings()
{
    life().alerts.raise("workspace_disk", annsWorkspace, "81 %");
    life().alerts.raise("workspace_disk", {.userId = "ann", .workspaceId = "w2"}, "81 %");
    life().alerts.raise("models_failing", {.userId = "ann", .name = "one"}, "No.");
    life().alerts.raise("models_failing", {.userId = "ann", .name = "two"}, "No.");
    QCOMPARE(life().alerts.open().size(), 4);
    life().alerts.forgetWorkspace("w1");
    life().pass(60s);
    QCOMPARE(life().alerts.open().size(), 3);
}

void AlertsTest::outlivesTheServer()
{
    life().alerts.raise("workspace_disk", annsWorkspace, "81 %");
    const QString id = life().alerts.open().first().id;
    restart();
    QCOMPARE(life().alerts.open().size(), 1);
    QSignalSpy told(&life().alerts, &Alerts::told);
    life().alerts.raise("workspace_disk", annsWorkspace, "83 %");
    QCOMPARE(told.size(), 0); // it is the same one
    QCOMPARE(life().alerts.open().first().id, id);
    restart();
    life().pass(60s); // nobody says that it still holds
    QVERIFY(life().alerts.open().isEmpty());
    QCOMPARE(stateOf(life().find().first()), "resolved");
}

void AlertsTest::showsUsersWhatIsTheirs()
{
    life().alerts.raise("data_disk_full", {}, "Nothing is left.");
    life().alerts.raise("workspace_disk", annsWorkspace, "81 %");
    life().alerts.raise("workspace_memory", annsWorkspace, "91 %"); // pending
    life().alerts.raise("workspace_memory", {.userId = "ben", .workspaceId = "w3"}, "91 %");
    QCOMPARE(life().find({.userId = "ann"}).size(), 2);
    QCOMPARE(life().find({.userId = "ben"}).size(), 1);
    QCOMPARE(life().find({.userId = "ann", .state = AlertState::Firing}).size(), 1);
    QCOMPARE(life().find({.rule = "workspace_memory"}).size(), 2);
    QCOMPARE(life().find().size(), 4);
}

void AlertsTest::pagesThroughWhatIsOver()
{
    for (int number = 0; number < 5; ++number) {
        life().alerts.raise("workspace_disk",
                            {.userId = "ann", .workspaceId = QString::number(number)}, "81 %");
    }
    const auto first = QCoro::waitFor(life().alerts.find({.limit = 3}));
    VERIFY_RESULT(first);
    QCOMPARE(first->items.size(), 3);
    const auto second = QCoro::waitFor(life().alerts.find({.before = first->next, .limit = 3}));
    VERIFY_RESULT(second);
    QCOMPARE(second->items.size(), 2);
    QVERIFY(!second->next);
    QCOMPARE(second->items.last().workspaceId, "0");
}

void AlertsTest::isSilentForAWhile()
{
    QSignalSpy told(&life().alerts, &Alerts::told);
    life().alerts.raise("workspace_disk", annsWorkspace, "81 %");
    QCOMPARE(told.size(), 1);
    const QString id = life().alerts.open().first().id;
    VERIFY_RESULT(life().silence(id, 1h));
    QVERIFY(life().alerts.open().first().silencedUntil.has_value());
    life().alerts.lower("workspace_disk", annsWorkspace);
    life().pass(60s);
    QCOMPARE(told.size(), 1);
    QCOMPARE(life().silence("nothing", 1h).error().kind, core::Error::Kind::NotFound);
}

void AlertsTest::isSilentAboutTheSameAgain()
{
    life().alerts.raise("workspace_disk", annsWorkspace, "81 %");
    VERIFY_RESULT(life().silence(life().alerts.open().first().id, 1h));
    life().alerts.lower("workspace_disk", annsWorkspace);
    life().pass(60s);
    restart();
    QSignalSpy told(&life().alerts, &Alerts::told);
    life().alerts.raise("workspace_disk", annsWorkspace, "81 %");
    QCOMPARE(told.size(), 0);
    QVERIFY(life().alerts.open().first().silencedUntil.has_value());
    life().alerts.lower("workspace_disk", annsWorkspace);
    life().pass(2h);
    life().alerts.raise("workspace_disk", annsWorkspace, "81 %");
    QCOMPARE(told.size(), 2); // that it was over, and that it is there again
}

void AlertsTest::refusesASilenceThatIsTooLong()
{
    life().alerts.raise("workspace_disk", annsWorkspace, "81 %");
    const QString id = life().alerts.open().first().id;
    const core::Result<Alert> refused = life().silence(id, 31 * 24h);
    QCOMPARE(refused.error().kind, core::Error::Kind::Invalid);
    QCOMPARE(refused.error().problems.first().path, QJsonArray{"seconds"});
    QCOMPARE(life().silence(id, -1s).error().kind, core::Error::Kind::Invalid);
    VERIFY_RESULT(life().silence(id, 1h));
    const core::Result<Alert> loud = life().silence(id, 0s);
    VERIFY_RESULT(loud);
    QVERIFY(!loud->silencedUntil);
}

void AlertsTest::forgetsAUser()
{
    QSignalSpy withdrawn(&life().alerts, &Alerts::withdrawn);
    life().alerts.raise("workspace_disk", annsWorkspace, "81 %");
    life().alerts.raise("data_disk_full", {}, "Nothing is left.");
    VERIFY_RESULT(QCoro::waitFor(life().alerts.forgetUser("ann")));
    QCOMPARE(withdrawn.size(), 1);
    QCOMPARE(life().find().size(), 1);
    restart();
    QCOMPARE(life().find().size(), 1);
}

void AlertsTest::keepsNoMoreThanItMay()
{
    for (qsizetype number = 0; number < Alerts::mostOpen + 5; ++number)
        life().alerts.raise("engine_lost", {.name = QString::number(number)}, "x");
    QCOMPARE(life().alerts.open().size(), Alerts::mostOpen);
}

BERTH_TEST(AlertsTest)
#include "AlertsTest.moc"
