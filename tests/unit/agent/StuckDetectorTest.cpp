// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Events.h"
#include "agent/StuckDetector.h"
#include "agent/View.h"

using namespace agent;
using model::Source;

namespace {

QList<Trace> traces(const QList<model::Event> &list)
{
    View view;
    for (const model::Event &event : list)
        view.add(event);
    return view.traces();
}

/// @p count times the same call with the same result; ids differ as they do in life.
QList<model::Event> repeated(int count, const QString &result = "out")
{
    QList<model::Event> list;
    for (int index = 0; index < count; ++index) {
        const QString call = QString::number(index);
        list << events::action(call, "ls", "r" + call) << events::observation(call, result);
    }
    return list;
}

QList<model::Event> failing(int count)
{
    QList<model::Event> list;
    for (int index = 0; index < count; ++index) {
        const QString call = QString::number(index);
        list << events::action(call, "ls", "r" + call) << events::error(call);
    }
    return list;
}

} // namespace

class StuckDetectorTest : public QObject
{
    Q_OBJECT

private slots:
    void findsTheSameCallWithTheSameResult_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("isStuck");
        QTest::addRow("three times is work") << 3 << false;
        QTest::addRow("four times is a circle") << 4 << true;
        QTest::addRow("ten times") << 10 << true;
    }

    void findsTheSameCallWithTheSameResult()
    {
        QFETCH(int, count);
        QFETCH(bool, isStuck);
        QCOMPARE(StuckDetector({}).isStuck(traces(repeated(count))), isStuck);
    }

    void letsACallRepeatWhoseResultChanges()
    {
        QList<model::Event> list = repeated(3);
        list << events::action("x", "ls", "rx") << events::observation("x", "something new");
        QVERIFY(!StuckDetector({}).isStuck(traces(list)));
    }

    void nudgesAtTheThirdErrorAndGivesUpAtTheFourth()
    {
        const StuckDetector detector({});
        QVERIFY(!detector.nudge(traces(failing(2))));
        const std::optional<QString> nudge = detector.nudge(traces(failing(3)));
        QVERIFY(nudge);
        QVERIFY(nudge->contains("terminal") && nudge->contains("bad"));
        QVERIFY(!detector.isStuck(traces(failing(3))));
        QVERIFY(detector.isStuck(traces(failing(4))));
    }

    void nudgesOnlyOnce()
    {
        QList<model::Event> list = failing(3);
        list << events::message(Source::Environment, "correct the arguments");
        QVERIFY(!StuckDetector({}).nudge(traces(list)));
    }

    void findsAnAgentThatTalksToItself()
    {
        QList<model::Event> list;
        for (int index = 0; index < 3; ++index)
            list << events::message(Source::Agent, "hm")
                 << events::message(Source::Environment, "use a tool");
        QVERIFY(StuckDetector({}).isStuck(traces(list)));
        list.insert(2, events::action("a"));
        list.insert(3, events::observation("a"));
        list.removeLast();
        QVERIFY(!StuckDetector({}).isStuck(traces(list.first(list.size() - 1))));
    }

    void findsTwoCallsThatTakeTurns()
    {
        QList<model::Event> list;
        for (int index = 0; index < 6; ++index) {
            const QString call = QString::number(index);
            const QString command = index % 2 ? "ls" : "pwd";
            list << events::action(call, command, "r" + call) << events::observation(call, command);
        }
        QVERIFY(StuckDetector({}).isStuck(traces(list)));
        QVERIFY(!StuckDetector({}).isStuck(traces(list.first(10))));
    }

    void startsAnewAfterAMessageOfTheUser()
    {
        QList<model::Event> list = repeated(4);
        list << events::message(Source::User, "try again");
        list += repeated(3);
        QVERIFY(!StuckDetector({}).isStuck(traces(list)));
    }

    void takesItsThresholdsFromTheClient()
    {
        StuckThresholds thresholds;
        thresholds.actionObservation = 2;
        QVERIFY(StuckDetector(thresholds).isStuck(traces(repeated(2))));
    }
};

BERTH_TEST(StuckDetectorTest)

#include "StuckDetectorTest.moc"
