// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"

#include "Events.h"
#include "TestMain.h"

#include <QScrollBar>

using ui::Card;
using ui::TimelineModel;
using ui::TimelineView;

static const QJsonObject lookAround{{"kind", "TerminalAction"}, {"command", "ls"}};

static QByteArray done(const QString &call)
{
    return answered(call, {{"content", contents("ok")}, {"exit_code", 0}});
}

/// Cards that open, close and belong together by what happens around them.
class CardsTest : public QObject
{
    Q_OBJECT

private slots:
    void saysHowLongAThoughtTook();
    void closesAThoughtWhenSomethingFollows();
    void closesNothingThatIsRead();
    void opensOnlyTheNewestPlan();
};

void CardsTest::saysHowLongAThoughtTook()
{
    TimelineModel model;
    model.append({asked("1", lookAround, "Before anything.", "14:00:00"), said("Go on"),
                  asked("2", lookAround, "I look.", "14:01:06.2"), done("2"),
                  asked("3", lookAround, "And again.", "14:04:15"),
                  R"({"kind":"PauseEvent","timestamp":"2026-11-22T14:05:00"})",
                  asked("4", lookAround, "Paused in between.", "14:06:00")});
    QCOMPARE(model.card(0).title, "Thought");
    QCOMPARE(model.card(3).title, "Thought for 6 s");
    QCOMPARE(model.card(3).spoken(), "Thought, 6 second(s): I look.");
    QCOMPARE(model.card(5).title, "Thought for 2 min 1 s"); // since the answer to the last one
    QCOMPARE(model.card(8).title, "Thought");
    // What came before is not there yet, then it is.
    model.begin(1);
    model.append(
        {{1, QJsonDocument::fromJson(asked("2", lookAround, "I look.", "14:01:06")).object(),
          asked("2", lookAround, "I look.", "14:01:06")}});
    QCOMPARE(model.card(1).title, "Thought");
    model.addEarlier({{0, QJsonDocument::fromJson(said("Go on")).object(), said("Go on")}});
    QCOMPARE(model.card(1).title, "Thought for 6 s");
}

void CardsTest::closesAThoughtWhenSomethingFollows()
{
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 500);
    view.show();
    const auto height = [&](int row) { return view.visualRect(model.index(row)).height(); };
    model.append({said("Go on"), asked("1", lookAround, "I look.\n\nTwice.")});
    QVERIFY(model.isOpen(1));
    view.grab();
    const int open = height(1);
    model.append({done("1")});
    QVERIFY(model.isOpen(1));
    // What is being written follows it, until that turns out to be void.
    model.appendDelta("I see");
    QVERIFY(!model.isOpen(1));
    view.grab();
    QVERIFY(height(1) < open);
    model.dropDelta();
    QVERIFY(model.isOpen(1));
    view.grab();
    QCOMPARE(height(1), open);
    model.append({asked("2", lookAround, "I look elsewhere.")});
    QVERIFY(!model.isOpen(1));
    QVERIFY(model.isOpen(3));
    // What somebody has opened or closed stays so.
    model.setOpen(1, true);
    model.setOpen(3, false);
    model.append({done("2"), said("Done", "agent")});
    QVERIFY(model.isOpen(1));
    QVERIFY(!model.isOpen(3));
}

void CardsTest::closesNothingThatIsRead()
{
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 300);
    view.show();
    for (int i = 0; i < 20; ++i)
        model.append({said("Message", "agent")});
    model.append({asked("1", lookAround, "I look.\n\nTwice.")});
    view.verticalScrollBar()->triggerAction(QScrollBar::SliderSingleStepSub);
    QVERIFY(!view.isFollowing());
    model.append({done("1"), said("There it is", "agent")});
    QVERIFY(model.isOpen(20));
    view.follow();
    QVERIFY(!model.isOpen(20));
}

void CardsTest::opensOnlyTheNewestPlan()
{
    const auto plan = [](const QString &call, const QString &state) {
        return asked(call, {{"kind", "TaskTrackerAction"},
                            {"task_list",
                             QJsonArray{QJsonObject{{"title", "Fix it"}, {"status", state}}}}});
    };
    TimelineModel model;
    model.append({plan("1", "todo"), done("1"), said("Go on")});
    QVERIFY(model.isOpen(0));
    model.append({plan("2", "in_progress"), done("2")});
    QVERIFY(!model.isOpen(0));
    QVERIFY(model.isOpen(2));
    QCOMPARE(model.card(2).spoken(), "Plan, 0 of 1 done, now: Fix it");
}

BERTH_TEST(CardsTest)
#include "CardsTest.moc"
