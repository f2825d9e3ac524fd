// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardPainter.h"
#include "ui/widgets/TimelineModel.h"

#include "Events.h"
#include "TestMain.h"

#include <QBuffer>

using ui::Card;
using ui::TimelineModel;

/// Cards of what has no kind of its own, hooks, pauses, and what a message brought in.
class ToolCardsTest : public QObject
{
    Q_OBJECT

private slots:
    void namesEveryTool_data();
    void namesEveryTool();
    void tellsAShortResultAsARow();
    void showsWhatTheBrowserSaw();
    void tellsOfHooks_data();
    void tellsOfHooks();
    void offersToRunAgainAfterAHook();
    void showsTheSkillsOfAMessage();
    void saysHowLongAPauseWas_data();
    void saysHowLongAPauseWas();
    void tellsAPauseOnce();
    void tellsAPauseOfThePast();
    void countsNoPauseAsAnAction();

private:
    static QByteArray event(QJsonObject fields, const QString &time = "14:25:00");
    static QByteArray state(const QString &value, const QString &time = "14:25:00");
    static QByteArray tool(const QString &call, const QString &name, QJsonObject action);
};

QByteArray ToolCardsTest::event(QJsonObject fields, const QString &time)
{
    fields["timestamp"] = "2026-11-22T" + time;
    return QJsonDocument(fields).toJson(QJsonDocument::Compact);
}

QByteArray ToolCardsTest::state(const QString &value, const QString &time)
{
    return event({{"kind", "ConversationStateUpdateEvent"},
                  {"key", "execution_status"},
                  {"value", value}},
                 time);
}

QByteArray ToolCardsTest::tool(const QString &call, const QString &name, QJsonObject action)
{
    return QJsonDocument(QJsonObject{{"kind", "ActionEvent"},
                                     {"timestamp", "2026-11-22T14:02:14"},
                                     {"tool_name", name},
                                     {"tool_call_id", call},
                                     {"action", action}})
        .toJson(QJsonDocument::Compact);
}

void ToolCardsTest::namesEveryTool_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonObject>("action");
    QTest::addColumn<QJsonObject>("observation");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("spoken");
    const QJsonObject fine{{"content", contents("a\nb")}};
    const QJsonObject mcp{{"kind", "MCPToolAction"}, {"data", QJsonObject{{"issue", 418}}}};
    QTest::addRow("of a server") << "mcp__github__get_issue" << mcp << fine << "github · get_issue"
                                 << "github get_issue, ok";
    QTest::addRow("of a server that is not told") << "get_issue" << mcp << fine << "get_issue"
                                                  << "get_issue, ok";
    QTest::addRow("of the client")
        << "open_file" << QJsonObject{{"kind", "ClientAction_open_file"}, {"path", "/w/a"}} << fine
        << "Client · open_file" << "Client open_file, ok";
    QTest::addRow("skill") << "invoke_skill"
                           << QJsonObject{{"kind", "InvokeSkillAction"}, {"name", "deploy"}} << fine
                           << "Skill · deploy" << "Skill deploy, ok";
    QTest::addRow("sub-agent") << "task"
                               << QJsonObject{{"kind", "TaskAction"},
                                              {"prompt", "Look."},
                                              {"description", "Find the leak"},
                                              {"subagent_type", "explorer"}}
                               << QJsonObject{{"status", "error"}, {"content", contents("a\nb")}}
                               << "Sub-agent · Find the leak" << "Sub-agent Find the leak, failed";
    QTest::addRow("sub-agent without a name")
        << "task"
        << QJsonObject{{"kind", "TaskAction"}, {"prompt", "Look."}, {"subagent_type", "explorer"}}
        << fine << "Sub-agent · explorer" << "Sub-agent explorer, ok";
    const QJsonObject navigate{{"kind", "BrowserNavigateAction"},
                               {"url", "https://docs.example.org/upload/resume"}};
    QTest::addRow("browser") << "browser_navigate" << navigate << fine
                             << "https://docs.example.org/upload/resume"
                             << "Opened docs.example.org";
    QJsonObject failed = fine;
    failed["is_error"] = true;
    QTest::addRow("browser that failed")
        << "browser_navigate" << navigate << failed << "https://docs.example.org/upload/resume"
        << "Opened docs.example.org, failed";
    QTest::addRow("click") << "browser_click"
                           << QJsonObject{{"kind", "BrowserClickAction"}, {"index", 7}} << fine
                           << "Clicked element 7" << "Clicked element 7, ok";
    QTest::addRow("unknown in the browser")
        << "browser_dance" << QJsonObject{{"kind", "BrowserDanceAction"}} << fine << "browser_dance"
        << "browser_dance, ok";
}

void ToolCardsTest::namesEveryTool()
{
    QFETCH(QString, name);
    QFETCH(QJsonObject, action);
    QFETCH(QJsonObject, observation);
    TimelineModel timeline;
    timeline.append({tool("1", name, action), answered("1", observation)});
    QTEST(timeline.card(0).title, "title");
    QTEST(timeline.spoken(0), "spoken");
}

void ToolCardsTest::tellsAShortResultAsARow()
{
    TimelineModel timeline;
    const QJsonObject action{{"kind", "MCPToolAction"}, {"data", QJsonObject{{"issue", 418}}}};
    timeline.append(
        {tool("1", "get_issue", action),
         answered("1", {{"content", contents("[Tool 'get_issue' executed.]\nopen, 3 comments")}}),
         tool("2", "get_issue", action), answered("2", {{"content", contents("one\ntwo")}})});
    const Card &card = timeline.card(0);
    QCOMPARE(card.facts.size(), 2);
    QCOMPARE(card.facts.last().value, "open, 3 comments");
    QVERIFY(card.output.text.isEmpty());
    QCOMPARE(timeline.card(1).output.text, "one\ntwo");
}

void ToolCardsTest::showsWhatTheBrowserSaw()
{
    QImage screen(64, 40, QImage::Format_RGB32);
    screen.fill(Qt::white);
    QByteArray png;
    QBuffer buffer(&png);
    QVERIFY(buffer.open(QIODevice::WriteOnly) && screen.save(&buffer, "PNG"));
    TimelineModel timeline;
    timeline.append(
        {tool("1", "browser_get_state", {{"kind", "BrowserGetStateAction"}}),
         answered("1", {{"content", contents(R"({"url": "https://docs.example.org/upload",
                                                 "title": "Resumable\u202e uploads"})")},
                        {"screenshot_data", QString::fromLatin1(png.toBase64())}})});
    const Card &card = timeline.card(0);
    QCOMPARE(card.title, "https://docs.example.org/upload");
    QCOMPARE(timeline.spoken(0), "Looked at the page");
    QCOMPARE(card.facts.first().value, "Resumable<U+202E> uploads");
    QCOMPARE(card.facts.last().value, "Looked at the page");
    QCOMPARE(card.imageSizes, QList<QSize>{screen.size()});
}

void ToolCardsTest::tellsOfHooks_data()
{
    QTest::addColumn<QJsonObject>("fate");
    QTest::addColumn<QString>("spoken");
    QTest::addColumn<bool>("isOpen");
    QTest::addColumn<int>("kind");
    QTest::addRow("allowed") << QJsonObject{{"success", true}, {"stdout", "1 file left alone"}}
                             << "Hook PostToolUse: ruff format · allowed" << false
                             << int(Card::Kind::Line);
    QTest::addRow("failed") << QJsonObject{{"success", false}, {"stderr", "no such file"}}
                            << "Hook PostToolUse: ruff format · failed" << false
                            << int(Card::Kind::Line);
    QTest::addRow("blocked") << QJsonObject{{"success", true},
                                            {"blocked", true},
                                            {"reason", "It is frozen."}}
                             << "Hook PostToolUse: ruff format, blocked" << true
                             << int(Card::Kind::Tool);
}

void ToolCardsTest::tellsOfHooks()
{
    QFETCH(QJsonObject, fate);
    fate["kind"] = "HookExecutionEvent";
    fate["hook_event_type"] = "PostToolUse";
    fate["hook_command"] = "ruff format";
    TimelineModel timeline;
    timeline.append({event(fate)});
    QCOMPARE(timeline.rowCount(), 1);
    QTEST(timeline.spoken(0), "spoken");
    QTEST(timeline.isOpen(0), "isOpen");
    QTEST(int(timeline.kind(0)), "kind");
    QCOMPARE(timeline.card(0).kind, timeline.kind(0));
    const QString said = timeline.card(0).text + timeline.card(0).output.text;
    for (const char *name : {"stdout", "stderr", "reason"})
        QVERIFY(said.contains(fate[QLatin1StringView(name)].toString()));
}

void ToolCardsTest::offersToRunAgainAfterAHook()
{
    TimelineModel timeline;
    timeline.setRunnable(true);
    timeline.append({event({{"kind", "ConversationErrorEvent"},
                            {"code", "MaxIterationsReached"},
                            {"detail", "Agent reached maximum iterations limit (500)."}}),
                     event({{"kind", "HookExecutionEvent"},
                            {"hook_event_type", "SessionEnd"},
                            {"hook_command", "bye"},
                            {"success", true}})});
    QCOMPARE(timeline.rowOffering(ui::CardAction::MoreSteps), 0);
}

void ToolCardsTest::showsTheSkillsOfAMessage()
{
    QJsonObject message = QJsonDocument::fromJson(said("Ship it.")).object();
    TimelineModel timeline;
    timeline.append({QJsonDocument(message).toJson(QJsonDocument::Compact)});
    message["activated_skills"] = QJsonArray{"deploy", "git\u202e"};
    timeline.append({QJsonDocument(message).toJson(QJsonDocument::Compact)});
    const auto height = [&timeline](int row, int width) {
        return ui::layCard(timeline.card(row), {}, 0, 0, width, nullptr);
    };
    QVERIFY(timeline.spoken(1).endsWith("Ship it. (skills: deploy, git<U+202E>)"));
    QVERIFY(timeline.card(1).plainText().contains("Skills: deploy, git<U+202E>"));
    QVERIFY(height(1, 600) > height(0, 600));
    QVERIFY(height(1, 130) - height(0, 130) > height(1, 600) - height(0, 600)); // two rows
}

void ToolCardsTest::saysHowLongAPauseWas_data()
{
    QTest::addColumn<QString>("until");
    QTest::addColumn<QString>("time");
    QTest::addRow("seconds") << "14:25:38" << " · 38 s";
    QTest::addRow("minutes") << "14:29:10" << " · 4 min";
    QTest::addRow("hours") << "17:30:00" << " · 3 h 5 min";
    QTest::addRow("a clock that was set") << "14:24:00" << QString();
}

void ToolCardsTest::saysHowLongAPauseWas()
{
    QFETCH(QString, until);
    QFETCH(QString, time);
    TimelineModel timeline;
    timeline.append({state("paused"), event({{"kind", "PauseEvent"}})});
    const QString paused = timeline.card(0).title;
    QVERIFY2(paused.startsWith("Paused at "), qPrintable(paused));
    timeline.append({said("Go on.")});
    timeline.append({state("running", until)});
    QCOMPARE(timeline.rowCount(), 2);
    QCOMPARE(timeline.spoken(0), paused + time);
    timeline.append({state("paused", "18:00:00"), event({{"kind", "PauseEvent"}}, "18:00:00"),
                     state("running", "18:00:05"), state("running", "18:10:00")});
    QCOMPARE(timeline.spoken(0), paused + time);
    QVERIFY(timeline.spoken(2).endsWith(" · 5 s"));
}

void ToolCardsTest::tellsAPauseOnce()
{
    TimelineModel timeline;
    timeline.append({state("paused")});
    QVERIFY(timeline.spoken(0).startsWith("Paused"));
    timeline.append({event({{"kind", "PauseEvent"}, {"id", "p1"}})});
    QCOMPARE(timeline.rowCount(), 1);
    QCOMPARE(timeline.rowOf("p1"), 0);
    QCOMPARE(timeline.endOf(0), "p1");
    timeline.append({state("running"), state("paused"), event({{"kind", "InterruptEvent"}})});
    QCOMPARE(timeline.rowCount(), 2);
    QVERIFY2(timeline.spoken(1).startsWith("Stopped"), qPrintable(timeline.spoken(1)));
    timeline.append({state("running", "15:00:00")});
    QVERIFY(!timeline.spoken(1).contains(u'·'));
}

void ToolCardsTest::tellsAPauseOfThePast()
{
    const QList<QByteArray> past{said("Look."), state("paused"), event({{"kind", "PauseEvent"}}),
                                 state("running", "14:29:00")};
    TimelineModel timeline;
    timeline.begin(4);
    timeline.append({said("On.", "agent")});
    QList<ui::TimelineEvent> earlier;
    for (int i = 0; i < past.size(); ++i)
        earlier.append({i, QJsonDocument::fromJson(past[i]).object(), past[i]});
    timeline.addEarlier(earlier);
    QVERIFY(timeline.isWhole());
    QCOMPARE(timeline.rowCount(), 3);
    QVERIFY2(timeline.spoken(1).endsWith(" · 4 min"), qPrintable(timeline.spoken(1)));
}

void ToolCardsTest::countsNoPauseAsAnAction()
{
    TimelineModel timeline;
    timeline.append({said("Look.", "user", "14:00:00"),
                     tool("1", "get_issue", {{"kind", "MCPToolAction"}}),
                     answered("1", {{"content", contents("ok")}}), state("paused"),
                     event({{"kind", "PauseEvent"}}), state("running", "14:29:00"),
                     said("Done.", "agent", "14:30:00"), state("finished", "14:30:00")});
    const QString note = timeline.card(timeline.rowCount() - 1).note;
    QVERIFY2(note.contains("1 action(s)") && note.contains("30 min"), qPrintable(note));
}

BERTH_TEST(ToolCardsTest)
#include "ToolCardsTest.moc"
