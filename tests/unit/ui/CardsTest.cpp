// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"

#include "Events.h"
#include "TestMain.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
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
    void saysWhatFailedAndWhatToDo();
    void titlesEveryFailure_data();
    void titlesEveryFailure();
    void pressesTheButtonsOfACardByKeyboard();
    void hasButtonsForAScreenReader();
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

static QByteArray failed(const QString &code, const QString &userAction,
                         const QString &kind = "unknown")
{
    return QJsonDocument(QJsonObject{{"kind", "ConversationErrorEvent"},
                                     {"id", "e-7"},
                                     {"timestamp", "2026-11-22T14:03:00"},
                                     {"code", code},
                                     {"detail", "Error code: 401 - no"},
                                     {"classification",
                                      QJsonObject{{"kind", kind}, {"user_action", userAction}}}})
        .toJson(QJsonDocument::Compact);
}

using Actions = QList<ui::CardAction>;

void CardsTest::saysWhatFailedAndWhatToDo()
{
    using enum ui::CardAction;
    TimelineModel model;
    model.append({said("Go on"), failed("LLMAuthenticationError", "settings", "auth")});
    QCOMPARE(model.card(1).title, "The model refused the key");
    QCOMPARE(model.card(1).note, "What was done before is kept.");
    QVERIFY(model.card(1).details.contains("LLMAuthenticationError"));
    QVERIFY(model.card(1).details.contains("e-7"));
    // Running again is offered while that is possible, and by the last failure alone.
    QCOMPARE(model.card(1).actions, (Actions{OpenSettings, CopyDetails}));
    model.setRunnable(true);
    QCOMPARE(model.card(1).actions, (Actions{OpenSettings, RunAgain, CopyDetails}));
    model.append({R"({"kind":"PauseEvent"})", failed("LLMTimeoutError", "retry")});
    QCOMPARE(model.card(1).actions, (Actions{OpenSettings, CopyDetails}));
    QCOMPARE(model.card(3).actions, (Actions{RunAgain, CopyDetails}));
    model.append({said("Never mind")});
    QCOMPARE(model.card(3).actions, (Actions{CopyDetails}));
    model.append({failed("MaxIterationsReached", "none")});
    QCOMPARE(model.card(5).actions, (Actions{CopyDetails}));
}

void CardsTest::titlesEveryFailure_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QString>("title");
    QTest::addRow("a code") << failed("LLMRateLimitError", "retry")
                            << "The model's limit was reached";
    QTest::addRow("a code rather than its kind")
        << failed("MaxBudgetReached", "settings", "quota") << "The cap is reached";
    QTest::addRow("a kind") << failed("X", "settings", "quota")
                            << "The model's account has no credit left";
    QTest::addRow("neither") << failed("X", "none") << "The run stopped";
    QTest::addRow("a tool") << QByteArray(
        R"({"kind":"AgentErrorEvent","tool_name":"browser","error":"gone"})")
                            << "browser failed";
}

void CardsTest::titlesEveryFailure()
{
    QFETCH(const QByteArray, event);
    TimelineModel model;
    model.append({event});
    QTEST(model.card(0).title, "title");
}

void CardsTest::pressesTheButtonsOfACardByKeyboard()
{
    QWidget window;
    QLineEdit after(&window);
    TimelineModel model;
    model.setRunnable(true);
    TimelineView view(&model, &window);
    QWidget::setTabOrder(&view, &after);
    view.resize(700, 500);
    window.show();
    model.append({said("Go on"), failed("LLMAuthenticationError", "settings", "auth")});
    QSignalSpy settings(&view, &TimelineView::settingsAsked);
    QSignalSpy run(&view, &TimelineView::runAsked);
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Up);
    QTest::keyClick(&view, Qt::Key_Tab);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(settings.size(), 1);
    QTest::keyClick(&view, Qt::Key_Tab);
    QTest::keyClick(&view, Qt::Key_Space);
    QCOMPARE(run.size(), 1);
    QTest::keyClick(&view, Qt::Key_Tab);
    QTest::keyClick(&view, Qt::Key_Return);
    QVERIFY(QApplication::clipboard()->text().contains("LLMAuthenticationError"));
    QTest::keyClick(&view, Qt::Key_Backtab);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(run.size(), 2);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.actionRect(1, 0).center());
    QCOMPARE(settings.size(), 2);
    // After the last button Tab leaves.
    for (int i = 0; i < 2; ++i)
        QTest::keyClick(&view, Qt::Key_Tab);
    QVERIFY(view.hasFocus());
    QTest::keyClick(&view, Qt::Key_Tab);
    QVERIFY(after.hasFocus());
}

void CardsTest::hasButtonsForAScreenReader()
{
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 500);
    view.show();
    model.append({failed("LLMAuthenticationError", "settings", "auth")});
    QSignalSpy settings(&view, &TimelineView::settingsAsked);
    QAccessibleInterface *card = QAccessible::queryAccessibleInterface(&view)->child(0);
    QCOMPARE(card->childCount(), 2);
    QAccessibleInterface *button = card->child(0);
    QCOMPARE(button->role(), QAccessible::Button);
    QCOMPARE(button->text(QAccessible::Name), "Open settings");
    QVERIFY(card->rect().contains(button->rect()));
    QCOMPARE(card->indexOfChild(card->child(1)), 1);
    button->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(settings.size(), 1);
}

BERTH_TEST(CardsTest)
#include "CardsTest.moc"
