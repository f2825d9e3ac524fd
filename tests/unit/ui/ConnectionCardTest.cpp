// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConnectionCard.h"
#include "JsonPeer.h"
#include "TestMain.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/Preferences.h"
#include "ui/windows/InboxPage.h"
#include "ui/windows/QuestionFacts.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace ui;

/// The time that a person has to answer whether a workspace may connect.
class ConnectionCardTest : public QObject
{
    Q_OBJECT

private slots:
    void saysHowLongItWaits();
    void givesAQuestionMoreTime();

private:
    static QJsonObject question(const QJsonValue &deadline)
    {
        return {{"id", "e1"},           {"kind", "connection"},
                {"workspace_id", "w1"}, {"host", "api.example.com"},
                {"port", 443},          {"asked_at", "2026-11-22T14:01:00Z"},
                {"deadline", deadline}};
    }
    static QPushButton *button(const QWidget &widget, const QString &text)
    {
        for (QPushButton *each : widget.findChildren<QPushButton *>()) {
            if (each->text() == text)
                return each;
        }
        return nullptr;
    }
    /// What its facts say, but for those that are hidden.
    static QStringList facts(const QWidget &card)
    {
        QStringList texts;
        for (const Chip *chip : card.findChild<QuestionFacts *>()->findChildren<Chip *>()) {
            if (!chip->isHidden())
                texts.append(chip->text());
        }
        return texts;
    }
    static QString deniedAt(const QString &moment)
    {
        const QDateTime at = QDateTime::fromString(moment, Qt::ISODate).toLocalTime();
        return "Denied at " + QLocale().toString(at.time(), QLocale::ShortFormat)
               + " without an answer";
    }
};

void ConnectionCardTest::saysHowLongItWaits()
{
    ConnectionCard card;
    card.ask(question("2026-11-22T14:02:00Z"));
    card.show();
    QVERIFY(facts(card).contains(deniedAt("2026-11-22T14:02:00Z")));
    QVERIFY(button(card, "More time")->isVisible());
    QSignalSpy wanted(&card, &ConnectionCard::moreTimeAsked);
    QVERIFY(card.takeLetter(Qt::Key_M));
    QCOMPARE(wanted.value(0).value(0), "e1");
    QTRY_VERIFY(button(card, "Allow once")->isEnabled());
    card.ask(question("2026-11-22T14:12:00Z"));
    QVERIFY(facts(card).contains(deniedAt("2026-11-22T14:12:00Z")));
    QVERIFY(button(card, "Allow once")->isEnabled()); // it is the same question
    card.ask(question(QJsonValue()));
    QVERIFY(facts(card).contains("It waits until you answer"));
    QVERIFY(!button(card, "More time")->isVisible());
    QVERIFY(!card.takeLetter(Qt::Key_M));
}

void ConnectionCardTest::givesAQuestionMoreTime()
{
    test::JsonPeer peer;
    peer.answer("POST /egress/questions/e1/prolong", question("2026-11-22T14:12:00Z"));
    Session session(peer.url(), "brt_key");
    const QTemporaryDir folder;
    Preferences preferences(folder.filePath("window.ini"));
    InboxPage page(&session, &preferences);
    page.resize(1000, 700);
    page.show();
    emit session.feed()->replaced("conversations", {});
    emit session.feed()->replaced("waiting", {question("2026-11-22T14:02:00Z")});
    auto *card = page.findChild<ConnectionCard *>();
    QVERIFY(card->isVisible());
    emit card->moreTimeAsked("e1");
    QTRY_COMPARE(peer.last("POST /egress/questions/e1/prolong").body,
                 (QJsonObject{{"seconds", 600}}));
    emit session.feed()->changed("waiting", "changed", "e1", question("2026-11-22T14:12:00Z"));
    QVERIFY(facts(*card).contains(deniedAt("2026-11-22T14:12:00Z")));
}

BERTH_TEST(ConnectionCardTest)
#include "ConnectionCardTest.moc"
