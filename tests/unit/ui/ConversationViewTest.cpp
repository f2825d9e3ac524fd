// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationView.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/TimelineView.h"
#include "ui/windows/ApprovalCard.h"
#include "ui/windows/Composer.h"
#include "ui/windows/ConversationHeader.h"
#include "ui/windows/QuestionFacts.h"

#include "TestMain.h"

#include <QAccessible>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using ui::ConversationView;

class ConversationViewTest : public QObject
{
    Q_OBJECT

private slots:
    void sendsByKeyboard();
    void keepsADraftWhileTheServerIsAway();
    void allowsExactlyWhatItShows();
    void showsEveryArgumentOfATool();
    void asksTwiceAtHighRisk();
    void saysWhenAndWhereItIsAsked();
    void countsTheEventsInItsHeader();
    void saysWhenTheAgentAsks();
    void forksFromACard();
    void namesEverythingThatTakesTheFocus();

private:
    static QPushButton *button(QWidget *parent, const QString &text);
    static QJsonObject question(const QString &risk);
};

QPushButton *ConversationViewTest::button(QWidget *parent, const QString &text)
{
    for (QPushButton *one : parent->findChildren<QPushButton *>())
        if (one->text() == text)
            return one;
    return nullptr;
}

QJsonObject ConversationViewTest::question(const QString &risk)
{
    const QJsonObject action{{"kind", "TerminalAction"}, {"command", "git push \u202Eorigin"}};
    return {{"risk", risk},
            {"actions",
             QJsonArray{QJsonObject{{"id", "a1"}, {"tool", "terminal"}, {"action", action}}}},
            {"reasons", QJsonArray{QJsonObject{{"text", "Rule: ask at high risk."}}}}};
}

void ConversationViewTest::sendsByKeyboard()
{
    ConversationView view;
    view.show();
    QSignalSpy said(&view, &ConversationView::said);
    auto *draft = view.findChild<ui::Composer *>()->findChild<QPlainTextEdit *>();
    QTest::keyClicks(draft, "go on");
    QTest::keyClick(draft, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(said.size(), 1);
    QCOMPARE(said.first().first().value<ui::Draft>().text, "go on");
    QVERIFY(said.first().last().toBool());
    QVERIFY(draft->toPlainText().isEmpty());
    QTest::keyClicks(draft, "later");
    QTest::keyClick(draft, Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(said.last().first().value<ui::Draft>().text, "later");
    QVERIFY(!said.last().last().toBool());
}

void ConversationViewTest::keepsADraftWhileTheServerIsAway()
{
    ConversationView view;
    view.show();
    QSignalSpy said(&view, &ConversationView::said);
    auto *draft = view.findChild<ui::Composer *>()->findChild<QPlainTextEdit *>();
    QTest::keyClicks(draft, "go on");
    view.setOnline(false);
    QTest::keyClick(draft, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(said.size(), 0);
    QCOMPARE(draft->toPlainText(), "go on");
    QVERIFY(!button(&view, "Send")->isEnabled());
}

void ConversationViewTest::allowsExactlyWhatItShows()
{
    ConversationView view;
    view.show();
    view.setQuestion(question("LOW"));
    auto *card = view.findChild<ui::ApprovalCard *>();
    QVERIFY(card->isVisible());
    QCOMPARE(card->findChild<QPlainTextEdit *>()->toPlainText(), "git push <U+202E>origin");
    QSignalSpy allowed(&view, &ConversationView::allowed);
    QPushButton *allow = button(card, "&Allow once");
    QVERIFY(!allow->isEnabled());
    QTRY_VERIFY(allow->isEnabled());
    QTest::keyClick(allow, Qt::Key_Space);
    QCOMPARE(allowed.size(), 1);
    QCOMPARE(allowed.first().first().toStringList(), QStringList{"a1"});
    view.setQuestion({});
    QVERIFY(!card->isVisible());
}

void ConversationViewTest::showsEveryArgumentOfATool()
{
    ConversationView view;
    view.show();
    const QJsonObject plan{{"kind", "TaskTrackerAction"},
                           {"command", "plan"},
                           {"task_list", QJsonArray{QJsonObject{{"title", "Delete it all"}}}}};
    view.setQuestion(
        {{"actions",
          QJsonArray{QJsonObject{{"id", "a1"}, {"tool", "task_tracker"}, {"action", plan}}}}});
    const QString shown =
        view.findChild<ui::ApprovalCard *>()->findChild<QPlainTextEdit *>()->toPlainText();
    QVERIFY2(shown.startsWith("task_tracker"), qPrintable(shown));
    QVERIFY2(shown.contains("Delete it all"), qPrintable(shown));
}

void ConversationViewTest::asksTwiceAtHighRisk()
{
    ConversationView view;
    view.show();
    view.setQuestion(question("HIGH"));
    QSignalSpy allowed(&view, &ConversationView::allowed);
    QPushButton *allow = button(&view, "&Allow once");
    QTRY_VERIFY(allow->isEnabled());
    QTest::keyClick(allow, Qt::Key_Space);
    QCOMPARE(allowed.size(), 0);
    QTest::keyClick(allow, Qt::Key_Space);
    QCOMPARE(allowed.size(), 1);
}

/// Of the chips and labels that can be seen below a widget.
static QStringList wordsIn(const QWidget *widget)
{
    QStringList words;
    for (const QLabel *label : widget->findChildren<QLabel *>())
        if (label->isVisible())
            words.append(label->text());
    return words;
}

void ConversationViewTest::saysWhenAndWhereItIsAsked()
{
    ConversationView view;
    view.show();
    QJsonObject asked = question("LOW");
    const QDateTime now = QDateTime::currentDateTimeUtc();
    asked.insert("asked_at", now.addSecs(-150).toString(Qt::ISODateWithMs));
    view.setQuestion(asked);
    const auto *facts = view.findChild<ui::QuestionFacts *>();
    QCOMPARE(wordsIn(facts), QStringList{"Asked 2 min ago"});
    view.setSummary({{"directory", "/workspace/upload"}, {"workspace", "maria-main"}});
    QCOMPARE(wordsIn(facts), (QStringList{"Asked 2 min ago", "/workspace/upload", "maria-main"}));
    ui::QuestionFacts other;
    other.show();
    const QDateTime end = QDateTime::currentDateTime().addSecs(60);
    other.ask({{"asked_at", now.addDays(-1).toString(Qt::ISODateWithMs)},
               {"deadline", end.toUTC().toString(Qt::ISODateWithMs)}});
    QCOMPARE(wordsIn(&other),
             (QStringList{"Asked on "
                              + QLocale().toString(now.addDays(-1).toLocalTime().date(),
                                                   QLocale::ShortFormat),
                          "Denied at " + QLocale().toString(end.time(), QLocale::ShortFormat)
                              + " without an answer"}));
}

void ConversationViewTest::countsTheEventsInItsHeader()
{
    ConversationView view;
    view.show();
    view.setSummary({{"user", "maria"}, {"model", "a/sonnet-4-5"}, {"cost", 0.42}});
    view.header()->setEvents(38);
    const auto labels = view.header()->findChildren<ui::ElidedLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const ui::ElidedLabel *label) {
        return label->text() == "maria · sonnet-4-5 · $0.42 · 38 event(s)";
    }));
}

void ConversationViewTest::saysWhenTheAgentAsks()
{
    ConversationView view;
    view.show();
    const auto ask = [&](const QString &kind, const QString &threshold) {
        view.setSummary(
            {{"confirmation_policy", QJsonObject{{"kind", kind}, {"threshold", threshold}}}});
    };
    ask("ConfirmRisky", "MEDIUM");
    QVERIFY(button(&view, "Asks at medium risk"));
    ask("AlwaysConfirm", {});
    QVERIFY(button(&view, "Asks always"));
    ask("NeverConfirm", {});
    QSignalSpy asked(&view, &ConversationView::policyAsked);
    QPushButton *chip = button(&view, "Never asks");
    QTest::keyClick(chip, Qt::Key_Space);
    QCOMPARE(asked.size(), 1);
    view.setOnline(false);
    QVERIFY(!chip->isEnabled());
    view.setSummary({});
    QVERIFY(!chip->isVisible());
}

void ConversationViewTest::forksFromACard()
{
    ConversationView view;
    view.timeline()->append(
        {R"({"kind":"MessageEvent","id":"e1","source":"user","llm_message":{"content":[{"type":"text","text":"Go on"}]}})"});
    QSignalSpy forked(&view, &ConversationView::forkAsked);
    emit view.timelineView()->forkAsked(0);
    QCOMPARE(forked.first().first(), "e1");
    QSignalSpy linked(&view, &ConversationView::linkAsked);
    emit view.timelineView()->linkAsked(0);
    QCOMPARE(linked.first().first(), "e1");
}

void ConversationViewTest::namesEverythingThatTakesTheFocus()
{
    ConversationView view;
    view.setQuestion(question("LOW"));
    view.show();
    for (QWidget *widget : view.findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith("qt_"))
            continue;
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(!spoken->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
    }
}

BERTH_TEST(ConversationViewTest)
#include "ConversationViewTest.moc"
