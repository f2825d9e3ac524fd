// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardPainter.h"
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"
#include "ui/windows/ConversationView.h"
#include "ui/windows/ImageDialog.h"
#include "ui/windows/TextDialog.h"

#include "Events.h"
#include "TestMain.h"

#include <QAccessible>
#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTimeZone>

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
    void knowsWhenAnEventWas()
    {
        const auto at = [](const QString &text) {
            return ui::timeOf({{"timestamp", text}}).toUTC();
        };
        const QDateTime when(QDate(2026, 11, 22), QTime(14, 3, 7, 250), QTimeZone::UTC);
        for (const char *text :
             {"2026-11-22T14:03:07.250", "2026-11-22T14:03:07.250123", "2026-11-22T14:03:07.250Z",
              "2026-11-22T16:03:07.250+02:00", "2026-11-22T09:03:07.250-05:00"})
            QCOMPARE(at(text), when);
        QVERIFY(!at("yesterday").isValid());
    }

    void saysHowLongAThoughtTook();
    void closesAThoughtWhenSomethingFollows();
    void closesNothingThatIsRead();
    void opensOnlyTheNewestPlan();
    void saysWhatFailedAndWhatToDo();
    void titlesEveryFailure_data();
    void titlesEveryFailure();
    void pressesTheButtonsOfACardByKeyboard();
    void hasButtonsForAScreenReader();
    void foldsOldActionsThatWentWell();
    void foldsNothingElse();
    void opensAGroupForWhatIsWanted();
    void opensAndClosesAGroupByKeyboard();
    void foldsNothingThatIsRead();
    void foldsWhatCameEarlier();
    void keepsAPartOfAGroup();
    void staysQuickWithManyGroups();
    void saysWithWhatARunHasFinished();
    void saysOnlyWhatIsKnownOfARun();
    void showsImagesThatAToolGave();
    void saysThatAMessageGoesOn();
    void opensWhatIsTooLargeInAWindow();
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
    QCOMPARE(model.card(5).actions, (Actions{MoreSteps, CopyDetails}));
    QCOMPARE(model.rowOffering(MoreSteps), 5);
    QCOMPARE(model.rowOffering(RunAgain), -1);
    QCOMPARE(model.rowOffering(CopyDetails), 5);
    model.setRunnable(false);
    QCOMPARE(model.card(5).actions, (Actions{CopyDetails}));
    QCOMPARE(model.rowOffering(MoreSteps), -1);
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
    QTest::keyClick(&view, Qt::Key_Tab);
    QCOMPARE(window.focusWidget(), &view);
    QTest::keyClick(&view, Qt::Key_Tab);
    QCOMPARE(window.focusWidget(), &after);
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

/// So many commands with their answers.
static QList<QByteArray> commands(int count, int first = 0)
{
    QList<QByteArray> events;
    for (int i = first; i < first + count; ++i)
        events << asked(QString::number(i), lookAround) << done(QString::number(i));
    return events;
}

static QList<QByteArray> messages(int count)
{
    return QList<QByteArray>(count, said("Message", "agent"));
}

static QList<int> shownRows(const TimelineModel &model)
{
    QList<int> rows;
    for (int row = 0; row < model.rowCount(); ++row)
        if (!model.isHidden(row))
            rows.append(row);
    return rows;
}

void CardsTest::foldsOldActionsThatWentWell()
{
    const auto edit = [](const QString &call, const QString &path) {
        return QList{asked(call, {{"kind", "FileEditorAction"}, {"path", path}}),
                     answered(call, {{"old_content", "a"}, {"new_content", "b"}})};
    };
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 1400);
    view.show();
    model.append(edit("e1", "/a.py") + edit("e2", "/b.py") + edit("e3", "/a.py"));
    model.append(commands(2));
    model.append(messages(7));
    QCOMPARE(shownRows(model).size(), 12); // the newest stay as they are
    model.append(messages(3));
    QCOMPARE(shownRows(model), (QList{0, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}));
    QCOMPARE(model.groupCard(0).title, "5 action(s)");
    QCOMPARE(model.groupCard(0).text, "edited 2 file(s), ran 2 command(s)");
    QCOMPARE(model.groupCard(0).milliseconds, 5 * 14200);
    QCOMPARE(model.spoken(0), "5 action(s), edited 2 file(s), ran 2 command(s), 71 second(s)");
    QCOMPARE(model.json(0).count("ObservationEvent"), 5);
    view.grab();
    QVERIFY(view.visualRect(model.index(3)).isEmpty());
    QVERIFY(view.visualRect(model.index(0)).height() < 40);
    QVERIFY(QAccessible::queryAccessibleInterface(&view)->child(3)->state().invisible);
}

void CardsTest::foldsNothingElse()
{
    const auto left = [](const QList<QByteArray> &events) {
        TimelineModel model;
        model.append(events + messages(12));
        return shownRows(model).size() - 12;
    };
    const QByteArray denied = R"({"kind":"UserRejectObservation","tool_call_id":"x"})";
    const QByteArray asking = asked("x", lookAround);
    const QByteArray failing = answered("x", {{"content", contents("no")}, {"exit_code", 1}});
    QCOMPARE(left(commands(2)), 2);
    QCOMPARE(left(commands(3)), 1);
    QCOMPARE(left(commands(2) + QList{asking, failing} + commands(2, 2)), 5);
    QCOMPARE(left(commands(2) + QList{asking, denied} + commands(2, 2)), 5);
    QCOMPARE(left(commands(2) + QList{asking} + commands(2, 2)), 5);
    QCOMPARE(left(commands(3) + QList{said("Go on")} + commands(3, 3)), 3);
    QCOMPARE(left(commands(2) + QList{asked("x", lookAround, "I look."), done("x")}), 4);
    QCOMPARE(left(commands(150)), 2); // one opens no more than a hundred
    // What somebody has opened stays open.
    TimelineModel model;
    model.append(commands(4));
    model.setOpen(1, true);
    model.append(messages(12));
    QCOMPARE(shownRows(model).size(), 16);
}

void CardsTest::opensAGroupForWhatIsWanted()
{
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 500);
    view.show();
    model.append(messages(20) + commands(5) + messages(20));
    QVERIFY(model.isHidden(22));
    view.goTo(22);
    QVERIFY(!model.isHidden(22));
    QCOMPARE(view.currentIndex().row(), 22);
    QVERIFY(view.viewport()->rect().contains(view.visualRect(model.index(22))));
}

void CardsTest::opensAndClosesAGroupByKeyboard()
{
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 600);
    view.show();
    view.setFocus();
    model.append(commands(4) + messages(12));
    QTest::keyClick(&view, Qt::Key_Home);
    QCOMPARE(view.currentIndex().row(), 0);
    QTest::keyClick(&view, Qt::Key_Down);
    QCOMPARE(view.currentIndex().row(), 4);
    QTest::keyClick(&view, Qt::Key_Up);
    const int closed = view.visualRect(model.index(0)).height();
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(shownRows(model).size(), 16);
    // Its first card stands below the row of the group.
    QVERIFY(view.visualRect(model.index(0)).height() > closed + 30);
    QCOMPARE(model.spoken(0), "4 action(s). Command ls, exit 0, 14 second(s)");
    QTest::keyClick(&view, Qt::Key_Return);
    QVERIFY(model.isOpen(0));
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::keyClick(&view, Qt::Key_Down);
    QCOMPARE(view.currentIndex().row(), 2);
    QTest::keyClick(&view, Qt::Key_Left);
    QVERIFY(model.isHidden(2));
    QCOMPARE(view.currentIndex().row(), 0);
    QCOMPARE(view.visualRect(model.index(0)).height(), closed);
    QTest::keyClick(&view, Qt::Key_Right);
    QVERIFY(!model.isHidden(2));
    const QRect open = view.visualRect(model.index(0));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, open.topLeft() + QPoint(60, 10));
    QVERIFY(model.isHidden(2));
}

void CardsTest::foldsNothingThatIsRead()
{
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 300);
    view.show();
    model.append(messages(5) + commands(5));
    view.verticalScrollBar()->triggerAction(QScrollBar::SliderSingleStepSub);
    QVERIFY(!view.isFollowing());
    view.setCurrentIndex(model.index(7));
    view.grab();
    const QRect place = view.visualRect(model.index(7));
    model.append(messages(20));
    QVERIFY(!model.isHidden(7));
    QCOMPARE(view.visualRect(model.index(7)), place);
    view.follow();
    QVERIFY(model.isHidden(7));
    QCOMPARE(view.currentIndex().row(), 5); // what had the focus is in the group
}

static QList<ui::TimelineEvent> numberedFrom(int first, const QList<QByteArray> &texts)
{
    QList<ui::TimelineEvent> events;
    for (const QByteArray &text : texts)
        events.append({first + int(events.size()), QJsonDocument::fromJson(text).object(), text});
    return events;
}

void CardsTest::foldsWhatCameEarlier()
{
    const QList<QByteArray> all = commands(10) + messages(20);
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 300);
    view.show();
    model.begin(20);
    model.append(numberedFrom(20, all.mid(20)));
    view.verticalScrollBar()->triggerAction(QScrollBar::SliderPageStepSub);
    view.grab();
    const int reading = model.numberOf(view.rowInSight() + 1);
    const auto place = [&] {
        view.grab();
        return view.visualRect(model.index(model.rowOfNumber(reading)));
    };
    const QRect before = place();
    model.addEarlier(numberedFrom(0, all.mid(0, 8)));
    QCOMPARE(place(), before);
    QCOMPARE(model.groupCard(0).title, "4 action(s)");
    model.addEarlier(numberedFrom(8, all.mid(8, 12)));
    QCOMPARE(place(), before);
    QCOMPARE(model.groupCard(0).title, "10 action(s)");
    QCOMPARE(shownRows(model).size(), 21);
}

void CardsTest::keepsAPartOfAGroup()
{
    const QList<QByteArray> all = commands(20) + messages(20);
    TimelineModel model;
    model.append(all);
    model.keepOnly(10, 20);
    QCOMPARE(model.groupCard(1).title, "10 action(s)"); // below what stands for the rest
    model.append(numberedFrom(model.endNumber(), all.mid(model.endNumber())));
    model.addEarlier(numberedFrom(0, all.mid(0, 20)));
    QVERIFY(model.isWhole());
    QCOMPARE(model.rowCount(), 40);
    QCOMPARE(shownRows(model).size(), 22);
}

void CardsTest::staysQuickWithManyGroups()
{
    TimelineModel model;
    TimelineView view(&model);
    view.resize(900, 700);
    view.show();
    for (int first = 0; first < 20000; first += 500)
        model.append(commands(500, first));
    QElapsedTimer timer;
    timer.start();
    for (const int row : {10'000, 0, 5'000, 15'000}) {
        view.scrollTo(model.index(row), QAbstractItemView::PositionAtCenter);
        view.grab();
    }
    view.follow();
    view.grab();
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

static QByteArray state(const QString &key, const QJsonValue &value, const QString &time)
{
    return QJsonDocument(QJsonObject{{"kind", "ConversationStateUpdateEvent"},
                                     {"id", "state-" + time},
                                     {"timestamp", "2026-11-22T" + time},
                                     {"key", key},
                                     {"value", value}})
        .toJson(QJsonDocument::Compact);
}

static QByteArray spent(double cost)
{
    const QJsonObject use{{"accumulated_cost", cost}};
    return state("stats", QJsonObject{{"usage_to_metrics", QJsonObject{{"agent", use}}}},
                 "14:02:00");
}

static QString clockOf(const QByteArray &event)
{
    return QLocale().toString(ui::timeOf(QJsonDocument::fromJson(event).object()).time(), "HH:mm");
}

void CardsTest::saysWithWhatARunHasFinished()
{
    const QByteArray end = state("execution_status", "finished", "14:03:41");
    TimelineModel model;
    model.append(QList{spent(1.0), said("Go on", "user", "14:01:00"), spent(1.2)} + commands(2)
                 + QList{spent(1.42), said("It is done", "agent", "14:03:40")});
    QVERIFY(!model.card(3).isFinished);
    model.append({end});
    QCOMPARE(model.rowCount(), 4);
    const QString note = "Finished at " + clockOf(end) + " · 2 action(s) · 2 min 41 s · $0.42";
    QCOMPARE(model.card(3).note, note);
    QCOMPARE(model.card(3).spoken(), "Agent: It is done (" + note + ")");
    QCOMPARE(model.rowOf("state-14:03:41"), 3);
    const ui::CardState whole;
    Card plain = model.card(3);
    plain.isFinished = false;
    QVERIFY(ui::layCard(model.card(3), whole, 0, 0, 600, nullptr)
            > ui::layCard(plain, whole, 0, 0, 600, nullptr));
    // Where it said nothing at last, it is told by itself.
    model.append(commands(1, 7) + QList{end});
    QCOMPARE(model.kind(5), Card::Kind::Divider);
}

void CardsTest::saysOnlyWhatIsKnownOfARun()
{
    const QByteArray end = state("execution_status", "finished", "14:03:41");
    const QList<QByteArray> all = QList{said("Go on", "user", "14:01:00"), spent(0.2)} + commands(1)
                                  + QList{said("Done", "agent"), end};
    TimelineModel model;
    model.begin(2);
    model.append(numberedFrom(2, all.mid(2)));
    QCOMPARE(model.card(2).note, "Finished at " + clockOf(end));
    model.addEarlier(numberedFrom(0, all.mid(0, 2)));
    QCOMPARE(model.card(2).note, "Finished at " + clockOf(end) + " · 1 action(s) · 2 min 41 s");
}

void CardsTest::showsImagesThatAToolGave()
{
    QImage image(600, 400, QImage::Format_RGB32);
    image.fill(Qt::darkGreen);
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    QVERIFY(image.save(&buffer, "PNG"));
    const QString url = "data:image/png;base64," + QString::fromLatin1(png.toBase64());
    const QJsonArray content{QJsonObject{{"type", "text"}, {"text", "A picture"}},
                             QJsonObject{{"type", "image"},
                                         {"image_urls", QJsonArray{url, "file:///etc/passwd",
                                                                   "https://host/a.png"}}}};
    ui::ConversationView conversation;
    conversation.resize(700, 600);
    conversation.show();
    TimelineModel &model = *conversation.timeline();
    TimelineView &view = *conversation.timelineView();
    model.append({asked("1", {{"kind", "FileEditorAction"}, {"path", "/a.png"}}),
                  answered("1", {{"content", content}})});
    QCOMPARE(model.card(0).imageSizes.size(), 1);
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Up);
    const int closed = view.visualRect(model.index(0)).height();
    QTest::keyClick(&view, Qt::Key_Return);
    QVERIFY(view.visualRect(model.index(0)).height() > closed + 82);
    QTRY_COMPARE(model.card(0).images.size(), 1);
    QVERIFY(model.card(0).images.first().height() <= 192);
    QTest::keyClick(&view, Qt::Key_Return);
    auto *dialog = conversation.findChild<ui::ImageDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->findChild<QLabel *>()
                && dialog->findChild<QLabel *>()->pixmap().size() == image.size());
    QCOMPARE(dialog->findChild<QLabel *>()->accessibleName(), "Image 1 of 1");
    dialog->close();
    QTest::keyClick(&view, Qt::Key_Left);
    QVERIFY(!model.isOpen(0));
}

void CardsTest::saysThatAMessageGoesOn()
{
    for (const Card::Kind kind : {Card::Kind::Person, Card::Kind::Agent}) {
        Card card;
        card.kind = kind;
        card.text = QStringList(40, "line").join('\n');
        const auto height = [&card](bool isWhole) {
            return ui::layCard(card, {.isWhole = isWhole}, 0, 0, 500, nullptr);
        };
        const int all = height(false);
        QCOMPARE(height(true), all);
        card.text += "\nline";
        QVERIFY(height(false) > all);
        QVERIFY(height(true) > all);
    }
}

void CardsTest::opensWhatIsTooLargeInAWindow()
{
    ui::ConversationView conversation;
    conversation.resize(700, 600);
    conversation.show();
    TimelineModel &model = *conversation.timeline();
    TimelineView &view = *conversation.timelineView();
    QString output;
    while (output.size() < 1'100'000)
        output += "line " + QString::number(output.size()) + '\n';
    model.append(
        {asked("1", lookAround), answered("1", {{"content", contents(output)}, {"exit_code", 1}})});
    QVERIFY(model.card(0).isLarge);
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Up);
    const int height = view.visualRect(model.index(0)).height();
    QTest::keyClick(&view, Qt::Key_Return);
    QVERIFY(!model.isWhole(0));
    QCOMPARE(view.visualRect(model.index(0)).height(), height);
    const auto *dialog = conversation.findChild<ui::TextDialog *>();
    QVERIFY(dialog);
    QVERIFY(dialog->findChild<QPlainTextEdit *>()->toPlainText().size() > 1'000'000);
}

BERTH_TEST(CardsTest)
#include "CardsTest.moc"
