// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardPainter.h"
#include "ui/widgets/Markdown.h"
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"

#include "Events.h"
#include "TestMain.h"

#include <QAccessible>
#include <QBuffer>
#include <QClipboard>
#include <QScrollBar>

using ui::Card;
using ui::TimelineEvent;
using ui::TimelineModel;
using ui::TimelineView;

class TimelineTest : public QObject
{
    Q_OBJECT

private slots:
    void saysWhetherAnActionRunsOrWaitsForAPerson();
    void makesOneCardOfACommandWithItsOutput();
    void showsAnEditAsWhatDiffers();
    void showsAThoughtBeforeItsAction();
    void readsAThoughtAsMarkdown();
    void leavesOutWhatHasNothingToShow();
    void drawsHostileTextAsItIs();
    void readsColoursOfATerminalAndNothingElse();
    void writesOutWhereALinkLeads();
    void replacesStreamedTextByItsEvent();
    void followsUntilSomebodyScrollsUp();
    void keepsWhatIsReadInItsPlace();
    void goesFromFailureToFailure();
    void showsOnlyTheCardsThatAreWanted();
    void showsWhereInALongCardATextStands();
    void findsTheCardOfAnEvent();
    void showsTheNewestBeforeTheRestHasCome();
    void joinsAnActionToItsAnswerThatCameFirst();
    void keepsItsPlaceWhileEarlierEventsCome();
    void keepsALittleAroundWhatIsRead();
    void packsOldTexts();
    void showsAHundredThousandEvents();
    void isAListForAScreenReader();
    void opensAndCopiesByKeyboard();
    void drawsEveryKindOfCard();
    void showsTheImagesOfAMessageSmall();
};

void TimelineTest::saysWhetherAnActionRunsOrWaitsForAPerson()
{
    TimelineModel model;
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.append({asked("1", {{"kind", "TerminalAction"}, {"command", "pytest -q"}})});
    QCOMPARE(model.card(0).status, "Running");
    model.setAsking(true);
    QCOMPARE(changed.size(), 1);
    QVERIFY(!model.card(0).isRunning);
    QCOMPARE(model.card(0).status, "Waiting for you");
    // Allowed, it runs; then it is over, whatever else is asked.
    model.setAsking(false);
    QVERIFY(model.card(0).isRunning);
    model.append({answered("1", {{"content", contents("ok")}, {"exit_code", 0}})});
    model.setAsking(true);
    QCOMPARE(model.card(0).status, "exit 0");
}

void TimelineTest::makesOneCardOfACommandWithItsOutput()
{
    TimelineModel model;
    model.append({asked("1", {{"kind", "TerminalAction"}, {"command", "pytest -q"}})});
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(model.card(0).isRunning);
    model.append({answered("1", {{"content", contents("4 failed")}, {"exit_code", 1}})});
    QCOMPARE(model.rowCount(), 1);
    const Card &card = model.card(0);
    QVERIFY(!card.isRunning);
    QCOMPARE(card.title, "pytest -q");
    QCOMPARE(card.status, "exit 1");
    QCOMPARE(card.output.text, "4 failed");
    QCOMPARE(card.milliseconds, 14200);
    QCOMPARE(card.spoken(), "Command pytest -q, exit 1, 14 second(s)");
    QVERIFY(model.isError(0));
    QVERIFY(model.isOpen(0));
    QCOMPARE(model.json(0).count("tool_call_id"), 2);
}

void TimelineTest::showsAnEditAsWhatDiffers()
{
    TimelineModel model;
    model.append({asked("1", {{"kind", "FileEditorAction"}, {"path", "/a/b.py"}}),
                  answered("1", {{"old_content", "one\ntwo()\nthree\n"},
                                 {"new_content", "one\ntwo(4)\nthree\nfour\n"}})});
    const Card &card = model.card(0);
    QCOMPARE(card.kind, Card::Kind::Edit);
    QCOMPARE(card.diff.added, 2);
    QCOMPARE(card.diff.removed, 1);
    QCOMPARE(card.diff.lines[1].text, "two()");
    QCOMPARE(card.diff.lines[2].text.mid(card.diff.lines[2].wordStart,
                                         card.diff.lines[2].wordLength),
             "4");
    QCOMPARE(card.spoken(), "Edited /a/b.py, 2 added, 1 removed");
}

void TimelineTest::showsAThoughtBeforeItsAction()
{
    TimelineModel model;
    model.append({asked("1", {{"kind", "TerminalAction"}, {"command", "ls"}}, "I look first.")});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.card(0).kind, Card::Kind::Thought);
    QCOMPARE(model.card(0).text, "I look first.");
    QCOMPARE(model.card(1).title, "ls");
}

static QImage painted(const Card &card, bool isOpen)
{
    const ui::CardState state{isOpen, false, false};
    QImage image(600, 200, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    ui::layCard(card, state, 0, 0, 600, &painter);
    return image;
}

void TimelineTest::readsAThoughtAsMarkdown()
{
    const auto thought = [](const QString &text) {
        return ui::readThought({{"thought", text}, {"timestamp", "2026-11-22T14:02:00"}});
    };
    const Card marked = thought("## Look at `first.py`\n\n**Then** <b>go</b> on");
    QCOMPARE(marked.spoken(), "Thought: Look at first.py Then <b>go</b> on");
    // Closed it is one line of words.
    QCOMPARE(painted(marked, false), painted(thought("Look at first.py"), false));
    // Open, its lists and marks are drawn as such, quieter than what is said.
    const Card list = thought("- one\n- two");
    QCOMPARE(painted(list, true), painted(thought("* one\n* two"), true));
    QVERIFY(painted(list, true) != painted(thought("one\ntwo"), true));
}

void TimelineTest::leavesOutWhatHasNothingToShow()
{
    TimelineModel model;
    model.append(
        {R"({"kind":"ConversationStateUpdateEvent","key":"stats","value":{}})",
         R"({"kind":"ConversationStateUpdateEvent","key":"full_state","value":{}})",
         R"({"kind":"ConversationStateUpdateEvent","key":"execution_status","value":"running"})",
         "not json"});
    QCOMPARE(model.rowCount(), 0);
    model.append({R"({"kind":"FromTheFuture"})"});
    QCOMPARE(model.card(0).title, "FromTheFuture");
}

void TimelineTest::drawsHostileTextAsItIs()
{
    QCOMPARE(ui::visible(QString::fromUtf8("rm \u202Efdp.exe\x01")), "rm <U+202E>fdp.exe<U+0001>");
    QCOMPARE(ui::visible("a\tb\r\nc"), "a    b\nc");
    TimelineModel model;
    model.append({said("<img src=\"file:///etc/passwd\"> <b>bold</b>", "agent")});
    QCOMPARE(ui::readMarkdown(model.card(0).text).first().text,
             "<img src=\"file:///etc/passwd\"> <b>bold</b>");
}

void TimelineTest::readsColoursOfATerminalAndNothingElse()
{
    const auto output = ui::fromTerminal("\x1b[31mred\x1b[0m plain\x1b]0;title\x07\n 10%\r100%");
    QCOMPARE(output.text, "red plain\n100%");
    QCOMPARE(output.spans.size(), 1);
    QCOMPARE(output.spans.first().length, 3);
    QCOMPARE(output.spans.first().tone, ui::Tone::Danger);
}

void TimelineTest::writesOutWhereALinkLeads()
{
    const auto blocks = ui::readMarkdown(
        "# Head\nSee [here](https://evil.example) and `code`.\n- one\n```\nx\n```");
    QCOMPARE(blocks.size(), 4);
    QCOMPARE(blocks[1].text, "See here (https://evil.example) and code.");
    QCOMPARE(blocks[1].marks.size(), 2);
    QCOMPARE(blocks[2].bullet, "•");
    QCOMPARE(blocks[3].text, "x");
}

void TimelineTest::replacesStreamedTextByItsEvent()
{
    TimelineModel model;
    model.appendDelta("One mig");
    model.appendDelta("ration");
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.card(0).text, "One migration");
    model.append({R"({"kind":"ConversationStateUpdateEvent","key":"stats","value":{}})"});
    QCOMPARE(model.rowCount(), 1);
    model.append({said("One migration test fails.", "agent")});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.card(0).kind, Card::Kind::Agent);
}

static QList<QByteArray> manyMessages(int count)
{
    QList<QByteArray> events;
    for (int i = 0; i < count; ++i)
        events.append(said("Message " + QString::number(i), i % 2 ? "agent" : "user"));
    return events;
}

void TimelineTest::followsUntilSomebodyScrollsUp()
{
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 500);
    view.show();
    model.append(manyMessages(100));
    QVERIFY(view.isFollowing());
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
    view.verticalScrollBar()->triggerAction(QScrollBar::SliderPageStepSub);
    QVERIFY(!view.isFollowing());
    model.append(manyMessages(3));
    QCOMPARE(view.unseen(), 3);
    view.follow();
    QCOMPARE(view.unseen(), 0);
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
}

void TimelineTest::keepsWhatIsReadInItsPlace()
{
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 500);
    view.show();
    model.append(manyMessages(1000));
    view.scrollTo(model.index(500), QAbstractItemView::PositionAtTop);
    const QRect before = view.visualRect(model.index(501));
    model.append(manyMessages(50));
    model.appendDelta("more");
    QCOMPARE(view.visualRect(model.index(501)), before);
}

void TimelineTest::goesFromFailureToFailure()
{
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 500);
    model.append(manyMessages(50));
    model.append({R"({"kind":"ConversationErrorEvent","code":"x","detail":"401"})"});
    model.append(manyMessages(50));
    view.goToError(1);
    QCOMPARE(view.currentIndex().row(), 50);
    view.goToError(1);
    QCOMPARE(view.currentIndex().row(), 50);
    QVERIFY(view.viewport()->rect().intersects(view.visualRect(view.currentIndex())));
}

void TimelineTest::showsOnlyTheCardsThatAreWanted()
{
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 500);
    view.show();
    model.append(manyMessages(50));
    model.append({asked("1", {{"kind", "TerminalAction"}, {"command", "make"}}),
                  answered("1", {{"content", contents("no")}, {"exit_code", 2}})});
    model.append(manyMessages(50));
    const QSignalSpy told(&view, &TimelineView::shownChanged);
    view.setShown(TimelineView::Shown::Errors);
    QCOMPARE(told.size(), 1);
    QCOMPARE(view.verticalScrollBar()->maximum(), 0);
    QVERIFY(view.visualRect(model.index(0)).isEmpty());
    QVERIFY(view.viewport()->rect().contains(view.visualRect(model.index(50))));
    QCOMPARE(view.indexAt(view.visualRect(model.index(50)).center()).row(), 50);
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Home);
    QCOMPARE(view.currentIndex().row(), 50);
    QTest::keyClick(&view, Qt::Key_Down);
    QCOMPARE(view.currentIndex().row(), 50);
    // What fails now is seen, too; what is gone to always is.
    model.append({R"({"kind":"ConversationErrorEvent","code":"x","detail":"401"})"});
    QTest::keyClick(&view, Qt::Key_Down);
    QCOMPARE(view.currentIndex().row(), 101);
    view.goTo(3);
    QCOMPARE(int(view.shown()), int(TimelineView::Shown::Everything));
    QVERIFY(view.viewport()->rect().intersects(view.visualRect(model.index(3))));
}

void TimelineTest::showsWhereInALongCardATextStands()
{
    QStringList lines;
    for (int i = 0; i < 300; ++i)
        lines.append(i == 200 ? "the needle" : "hay");
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 500);
    view.show();
    model.append(manyMessages(5));
    model.append({asked("1", {{"kind", "TerminalAction"}, {"command", "cat hay"}}),
                  answered("1", {{"content", contents(lines.join('\n'))}, {"exit_code", 0}})});
    view.setSearched("needle");
    view.goTo(5);
    // It was among the lines that are left out at first.
    QVERIFY(model.isWhole(5));
    const ui::CardState state{true, true, false, u"needle"};
    const QRect card = view.visualRect(model.index(5));
    const int at = card.top() + ui::foundAt(model.card(5), state, card.width());
    QVERIFY2(qAbs(at - view.viewport()->height() / 2) < 30, qPrintable(QString::number(at)));
}

void TimelineTest::findsTheCardOfAnEvent()
{
    const auto named = [](const QByteArray &event, const QByteArray &id) {
        return "{\"id\":\"" + id + "\"," + event.mid(1);
    };
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 500);
    model.append(manyMessages(50));
    model.append({named(asked("1", {{"kind", "TerminalAction"}, {"command", "ls"}}, "Look."), "a"),
                  named(answered("1", {{"content", contents("one")}}), "b")});
    model.append(manyMessages(50));
    QCOMPARE(model.kind(51), Card::Kind::Terminal);
    QCOMPARE(model.rowOf("a"), 51);
    QCOMPARE(model.endOf(51), "b");
    QVERIFY(model.endOf(50).isEmpty()); // the thought, which is no event
    QCOMPARE(model.rowOf("b"), 51);
    QCOMPARE(model.rowOf("c"), -1);
    QCOMPARE(model.rowOf({}), -1);
    QVERIFY(!model.isOpen(51));
    view.goTo(51);
    QVERIFY(model.isOpen(51));
    QCOMPARE(view.currentIndex().row(), 51);
    QVERIFY(!view.isFollowing());
    const QRect place = view.visualRect(view.currentIndex());
    model.append(manyMessages(50));
    QCOMPARE(view.visualRect(view.currentIndex()), place);
    QVERIFY(view.viewport()->rect().contains(place));
}

static QList<TimelineEvent> numbered(int first, const QList<QByteArray> &texts)
{
    QList<TimelineEvent> events;
    for (const QByteArray &text : texts)
        events.append({first + int(events.size()), QJsonDocument::fromJson(text).object(), text});
    return events;
}

static QStringList textsOf(const TimelineModel &model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts.append(model.card(row).kind == Card::Kind::Divider ? model.card(row).title
                                                                 : model.card(row).text);
    return texts;
}

void TimelineTest::showsTheNewestBeforeTheRestHasCome()
{
    const QList<QByteArray> all = manyMessages(6);
    TimelineModel model;
    model.begin(4);
    model.append(numbered(4, all.mid(4)));
    QVERIFY(!model.isWhole());
    QCOMPARE(textsOf(model),
             QStringList({"Earlier events are being read", "Message 4", "Message 5"}));
    model.addEarlier(numbered(0, all.mid(0, 2)));
    model.append(numbered(6, {said("Message 6")}));
    QCOMPARE(textsOf(model), QStringList({"Message 0", "Message 1", "Earlier events are being read",
                                          "Message 4", "Message 5", "Message 6"}));
    QCOMPARE(model.earlierNumber(), 2);
    // What is there already changes nothing.
    model.addEarlier(numbered(0, all));
    QVERIFY(model.isWhole());
    QCOMPARE(textsOf(model), QStringList({"Message 0", "Message 1", "Message 2", "Message 3",
                                          "Message 4", "Message 5", "Message 6"}));
    QCOMPARE(model.endNumber(), 7);
}

void TimelineTest::joinsAnActionToItsAnswerThatCameFirst()
{
    TimelineModel model;
    model.begin(2);
    model.append(numbered(2, {answered("1", {{"content", contents("a.txt")}, {"exit_code", 1}}),
                              answered("2", {{"content", contents("lost")}}), said("And now?")}));
    QCOMPARE(model.rowCount(), 2);
    model.addEarlier(
        numbered(0, {asked("1", {{"kind", "TerminalAction"}, {"command", "ls"}}, "I look."),
                     said("Wait.")}));
    QVERIFY(model.isWhole());
    // An answer without its action is shown all the same, where it was given.
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.card(0).text, "I look.");
    QCOMPARE(model.card(1).output.text, "a.txt");
    QVERIFY(model.isError(1));
    QCOMPARE(model.card(2).text, "Wait.");
    QCOMPARE(model.card(3).title, "ObservationEvent");
    QCOMPARE(model.card(4).text, "And now?");
}

void TimelineTest::keepsItsPlaceWhileEarlierEventsCome()
{
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 500);
    view.show();
    const QList<QByteArray> all = manyMessages(1000);
    model.begin(800);
    model.append(numbered(800, all.mid(800)));
    QVERIFY(view.isFollowing());
    view.verticalScrollBar()->triggerAction(QScrollBar::SliderPageStepSub);
    QVERIFY(!view.isFollowing());
    view.grab();
    const int reading = model.numberOf(view.rowInSight() + 1);
    const auto place = [&] { return view.visualRect(model.index(model.rowOfNumber(reading))); };
    const QRect before = place();
    QVERIFY(view.viewport()->rect().contains(before));
    for (int first = 0; first < 800; first += 200) {
        model.addEarlier(numbered(first, all.mid(first, 200)));
        view.grab();
        QCOMPARE(place(), before);
    }
    QVERIFY(model.isWhole());
    QCOMPARE(view.unseen(), 0);
    view.follow();
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
}

void TimelineTest::keepsALittleAroundWhatIsRead()
{
    QList<QByteArray> all = manyMessages(1000);
    all[450] = asked("1", {{"kind", "TerminalAction"}, {"command", "make"}});
    all[520] = asked("2", {{"kind", "TerminalAction"}, {"command", "make test"}});
    all[550] = answered("1", {{"content", contents("made")}, {"exit_code", 0}});
    all[900] = answered("2", {{"content", contents("tested")}, {"exit_code", 0}});
    TimelineModel model;
    TimelineView view(&model);
    view.resize(700, 500);
    view.show();
    model.append(all);
    view.scrollTo(model.index(600), QAbstractItemView::PositionAtTop);
    const auto placeOf = [&](const QString &text) {
        return view.visualRect(model.index(int(textsOf(model).indexOf(text))));
    };
    const QRect before = placeOf("Message 602");
    model.keepOnly(500, 200);
    QCOMPARE(model.rowCount(), 201); // with what stands for the rest
    QCOMPARE(placeOf("Message 602"), before);
    QVERIFY(!view.isFollowing());
    QVERIFY(model.card(1 + 520 - 500).isRunning);
    // It goes on as if nothing had been.
    model.append(numbered(model.endNumber(), all.mid(model.endNumber())));
    for (int first = 0; !model.isWhole(); first += 100)
        model.addEarlier(numbered(first, all.mid(first, 100)));
    QCOMPARE(placeOf("Message 602"), before);
    QCOMPARE(view.unseen(), 0);
    QCOMPARE(model.rowCount(), 998);
    QCOMPARE(model.card(450).output.text, "made");
    QCOMPARE(model.card(520).output.text, "tested");
    QCOMPARE(model.card(997).text, "Message 999");
}

void TimelineTest::packsOldTexts()
{
    ui::EventTexts texts;
    texts.clear(100);
    qsizetype bytes = 0;
    for (int number = 100; number < 5100; ++number) {
        const QByteArray text = manyMessages(1).first() + QByteArray::number(number);
        texts.put(number, text);
        bytes += text.size();
    }
    QTRY_VERIFY2(texts.bytes() * 5 < bytes, qPrintable(QString::number(texts.bytes())));
    for (const int number : {100, 299, 300, 3333, 5099})
        QVERIFY(texts.text(number).endsWith(QByteArray::number(number)));
    QVERIFY(texts.text(99).isEmpty());
    QVERIFY(texts.text(5100).isEmpty());
    texts.put(5200, "x");
    QVERIFY(texts.text(5150).isEmpty());
    QCOMPARE(texts.text(5200), "x");
}

void TimelineTest::showsAHundredThousandEvents()
{
    TimelineModel model;
    model.append(manyMessages(100000));
    TimelineView view(&model);
    view.resize(900, 700);
    view.show();
    view.grab();
    view.setCurrentIndex(model.index(0));
    QElapsedTimer timer;
    timer.start();
    view.follow();
    view.grab();
    QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(view.indexAt({450, 690}).row() > 99990, true);
    view.scrollTo(model.index(50000), QAbstractItemView::PositionAtCenter);
    QVERIFY(view.viewport()->rect().contains(view.visualRect(model.index(50000)).center()));
}

void TimelineTest::isAListForAScreenReader()
{
    TimelineModel model;
    model.append(manyMessages(10));
    TimelineView view(&model);
    view.resize(700, 500);
    view.show();
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&view);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->childCount(), 10);
    QAccessibleInterface *row = list->child(1);
    QCOMPARE(row->role(), QAccessible::ListItem);
    QCOMPARE(row->text(QAccessible::Name), "Agent: Message 1");
    QVERIFY(row->state().expanded);
}

void TimelineTest::opensAndCopiesByKeyboard()
{
    TimelineModel model;
    model.append({asked("1", {{"kind", "TerminalAction"}, {"command", "ls"}}),
                  answered("1", {{"content", contents("a.txt")}, {"exit_code", 0}})});
    TimelineView view(&model);
    view.resize(700, 500);
    view.show();
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Up);
    QCOMPARE(view.currentIndex().row(), 0);
    QVERIFY(!model.isOpen(0));
    const int closed = view.visualRect(model.index(0)).height();
    QTest::keyClick(&view, Qt::Key_Return);
    QVERIFY(model.isOpen(0));
    QVERIFY(view.visualRect(model.index(0)).height() > closed);
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), "ls (exit 0)\na.txt");
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().startsWith("{"));
}

void TimelineTest::showsTheImagesOfAMessageSmall()
{
    QImage image(1000, 500, QImage::Format_RGB32);
    image.fill(Qt::darkRed);
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    QVERIFY(image.save(&buffer, "PNG"));
    const auto message = [](const QJsonArray &urls) {
        const QJsonArray content{QJsonObject{{"type", "text"}, {"text", "See"}},
                                 QJsonObject{{"type", "image"}, {"image_urls", urls}}};
        return QJsonDocument(QJsonObject{{"kind", "MessageEvent"},
                                         {"source", "user"},
                                         {"llm_message", QJsonObject{{"content", content}}}})
            .toJson(QJsonDocument::Compact);
    };
    TimelineModel model;
    model.append({message({"data:image/png;base64," + QString::fromLatin1(png.toBase64())}),
                  message({"http://127.0.0.1:1/far.png", "data:image/png;base64,bm9uZQ=="})});
    const QList<QSize> sizes{QSize(384, 192)};
    QCOMPARE(model.card(0).imageSizes, sizes);
    // They are read elsewhere, but have their place already.
    QTRY_COMPARE(model.card(0).images.size(), 1);
    QCOMPARE(model.card(0).images.first().size(), QSize(384, 192));
    const ui::CardState state;
    const int tall = ui::layCard(model.card(0), state, 0, 0, 600, nullptr);
    // Nothing is fetched, and what is no image is none.
    QCOMPARE(model.card(1).imageSizes.size(), 0);
    QVERIFY(tall >= ui::layCard(model.card(1), state, 0, 0, 600, nullptr) + 96);
}

void TimelineTest::drawsEveryKindOfCard()
{
    TimelineModel model;
    model.setRunnable(true);
    for (const char *call : {"a", "b", "c"})
        model.append({asked(call, {{"kind", "TerminalAction"}, {"command", "ls"}}),
                      answered(call, {{"content", contents("a.txt")}, {"exit_code", 0}})});
    model.append(manyMessages(2));
    model.append(
        {said("The upload test fails about one time in five on CI. Find out why, fix it and push "
              "to my branch."),
         asked("1",
               {{"kind", "TerminalAction"},
                {"command", "pytest -q tests/test_upload.py --count 20"}},
               "The retry starts before the file handle is flushed, so the second read races the "
               "writer."),
         answered("1", {{"content",
                         contents("\x1b[31mFAILED tests/test_upload.py::test_resume\x1b[0m\nE   "
                                  "AssertionError\n4 failed, 16 passed")},
                        {"exit_code", 1}}),
         asked("2", {{"kind", "FileEditorAction"}, {"path", "src/upload/session.py"}}),
         answered(
             "2",
             {{"old_content",
               "async def close(self):\n    if not self._done:\n        self._handle.close()\n"},
              {"new_content", "async def close(self):\n    async with self._lock:\n        await "
                              "self._flush()\n        self._handle.close()\n"}}),
         asked("3", {{"kind", "TaskTrackerAction"}}),
         answered("3",
                  {{"task_list",
                    QJsonArray{QJsonObject{{"title", "Reproduce the failure"}, {"status", "done"}},
                               QJsonObject{{"title", "Fix it and run the test 20 times"},
                                           {"status", "in_progress"}},
                               QJsonObject{{"title", "Push the branch"}, {"status", "todo"}}}}}),
         asked("4", {{"kind", "MCPToolAction"}, {"data", QJsonObject{{"issue", 418}}}}),
         R"({"kind":"ConversationErrorEvent","code":"x","detail":"gpt-5.1 answered 401. The run stopped at step 3; nothing was lost.","classification":{"kind":"auth","user_action":"settings"}})",
         R"({"kind":"PauseEvent"})"});
    model.append(
        {said("The test failed because `close()` returned **before** the last chunk was on disk.",
              "agent"),
         R"({"kind":"ConversationStateUpdateEvent","key":"execution_status","value":"finished","timestamp":"2026-11-22T14:04:00"})"});
    QVERIFY(model.isFolded(0));
    model.appendDelta("One migration test fails: I will map");
    for (const auto kind : {ui::ThemeKind::Light, ui::ThemeKind::Dark}) {
        ui::applyTheme(kind);
        TimelineView view(&model);
        view.resize(700, 1000);
        view.show();
        const QPixmap picture = view.grab();
        QVERIFY(!picture.isNull());
        const QString folder = qEnvironmentVariable("BERTH_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(picture.save(
                folder + (kind == ui::ThemeKind::Light ? "/cards-light.png" : "/cards-dark.png")));
    }
    ui::applyTheme(ui::ThemeKind::Light);
}

BERTH_TEST(TimelineTest)
#include "TimelineTest.moc"
