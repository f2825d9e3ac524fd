// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Peers.h"
#include "TestMain.h"
#include "ui/tray/DBusNotifier.h"

using test::NotificationService;
using ui::DBusNotifier;
using ui::Notification;

static Notification notificationOf(const QString &key, const QString &body = "npm test")
{
    return {.key = key,
            .title = "A test needs your decision",
            .body = body,
            .actions = {{"allow", "Allow once"}, {"deny", "Deny"}},
            .isUrgent = true};
}

class NotifierTest : public QObject
{
    Q_OBJECT

private slots:
    void showsWithButtons();
    void showsNoButtonsWhereThereAreNone();
    void wordsOfAnAgentAreNoMarkup();
    void aLaterOneTakesThePlace();
    void aLaterOneWaitsForTheIdOfTheFirst();
    void withdraws();
    void withdrawsBeforeItHasBeenAnswered();
    void tellsWhichButtonWasPressed();
    void hearsAButtonBeforeItKnowsTheId();
    void sayingNothingToTheIdsOfOthers();
    void tellsWhatNobodyShowed();
    void learnsOfAServiceThatStartsLater();

private:
    test::PrivateBus m_bus;
};

void NotifierTest::showsWithButtons()
{
    const NotificationService service(m_bus.connection(), {"actions", "body"});
    DBusNotifier notifier(m_bus.connection());
    QTRY_VERIFY(notifier.hasActions());
    notifier.show(notificationOf("c1"));
    QTRY_COMPARE(service.shown.size(), 1);
    const NotificationService::Shown &shown = service.shown.first();
    QCOMPARE(shown.title, "A test needs your decision");
    QCOMPARE(shown.body, "npm test");
    QCOMPARE(shown.actions, QStringList({"default", "", "allow", "Allow once", "deny", "Deny"}));
    QCOMPARE(shown.hints.value("desktop-entry").toString(), "dev.berth.Berth");
    QCOMPARE(shown.hints.value("urgency").toInt(), 2);
}

void NotifierTest::showsNoButtonsWhereThereAreNone()
{
    const NotificationService service(m_bus.connection(), {"body"});
    DBusNotifier notifier(m_bus.connection());
    QTRY_COMPARE(service.asked, 1);
    notifier.show(notificationOf("c1"));
    QTRY_COMPARE(service.shown.size(), 1);
    QCOMPARE(service.shown.first().actions, QStringList({"default", ""}));
    QVERIFY(!notifier.hasActions());
}

/// Nor those that come before it is known what the service makes of them.
void NotifierTest::wordsOfAnAgentAreNoMarkup()
{
    const NotificationService service(m_bus.connection(), {"body", "body-markup"});
    DBusNotifier notifier(m_bus.connection());
    const QString body = "<img src='http://tracker.example/'> & more";
    notifier.show(notificationOf("c1", body));
    QTRY_COMPARE(service.shown.size(), 1);
    QCOMPARE(service.shown.last().body, body.toHtmlEscaped());
}

void NotifierTest::aLaterOneTakesThePlace()
{
    const NotificationService service(m_bus.connection(), {"actions"});
    DBusNotifier notifier(m_bus.connection());
    notifier.show(notificationOf("c1"));
    notifier.show(notificationOf("c2"));
    QTRY_COMPARE(service.shown.size(), 2);
    notifier.show(notificationOf("c2", "npm start"));
    QTRY_COMPARE(service.shown.size(), 3);
    QCOMPARE(service.shown[2].id, service.shown[1].id);
    QVERIFY(service.shown[0].id != service.shown[1].id);
}

void NotifierTest::aLaterOneWaitsForTheIdOfTheFirst()
{
    const NotificationService service(m_bus.connection(), {"actions"});
    DBusNotifier notifier(m_bus.connection());
    QTRY_VERIFY(notifier.hasActions());
    for (const char *command : {"npm test", "npm start", "npm stop"})
        notifier.show(notificationOf("c1", command));
    QTRY_COMPARE(service.shown.size(), 2);
    QCOMPARE(service.shown.last().body, "npm stop");
    QCOMPARE(service.shown.last().id, service.shown.first().id);
}

void NotifierTest::withdraws()
{
    NotificationService service(m_bus.connection(), {"actions"});
    DBusNotifier notifier(m_bus.connection());
    QTRY_VERIFY(notifier.hasActions());
    notifier.show(notificationOf("c1"));
    QTRY_COMPARE(service.shown.size(), 1);
    notifier.withdraw("c1");
    QTRY_COMPARE(service.closed, QList<uint>({service.shown.first().id}));
    notifier.withdraw("c1");
    notifier.withdraw("c7");
    notifier.show(notificationOf("c8"));
    QTRY_COMPARE(service.shown.size(), 2);
    QCOMPARE(service.closed.size(), 1);
}

void NotifierTest::withdrawsBeforeItHasBeenAnswered()
{
    const NotificationService service(m_bus.connection(), {"actions"});
    DBusNotifier notifier(m_bus.connection());
    // Before it is known how to show it, and before it has an id.
    notifier.show(notificationOf("c0"));
    notifier.withdraw("c0");
    QTRY_VERIFY(notifier.hasActions());
    notifier.show(notificationOf("c1"));
    notifier.withdraw("c1");
    QTRY_COMPARE(service.shown.size(), 1);
    QTRY_COMPARE(service.closed, QList<uint>({service.shown.first().id}));
}

void NotifierTest::tellsWhichButtonWasPressed()
{
    NotificationService service(m_bus.connection(), {"actions"});
    DBusNotifier notifier(m_bus.connection());
    QSignalSpy pressed(&notifier, &ui::Notifier::activated);
    notifier.show(notificationOf("c1"));
    notifier.show(notificationOf("c2"));
    QTRY_COMPARE(service.shown.size(), 2);
    // The answer with its id comes before what the service says later.
    emit service.ActionInvoked(service.shown.last().id, "allow");
    QTRY_COMPARE(pressed.size(), 1);
    QCOMPARE(pressed.first(), QVariantList({"c2", "allow"}));
    // One that was put away is nobody's.
    emit service.NotificationClosed(service.shown.first().id, 2);
    emit service.ActionInvoked(service.shown.first().id, "allow");
    emit service.ActionInvoked(service.shown.last().id, "deny");
    QTRY_COMPARE(pressed.size(), 2);
    QCOMPARE(pressed.last(), QVariantList({"c2", "deny"}));
}

void NotifierTest::hearsAButtonBeforeItKnowsTheId()
{
    NotificationService service(m_bus.connection(), {"actions"});
    service.pressedAtOnce = "deny";
    DBusNotifier notifier(m_bus.connection());
    QSignalSpy pressed(&notifier, &ui::Notifier::activated);
    notifier.show(notificationOf("c1"));
    QTRY_COMPARE(pressed.size(), 1);
    QCOMPARE(pressed.first(), QVariantList({"c1", "deny"}));
    service.pressedAtOnce.clear();
    notifier.show(notificationOf("c2"));
    QTRY_COMPARE(service.shown.size(), 2);
    emit service.ActionInvoked(service.shown.last().id, "allow");
    QTRY_COMPARE(pressed.size(), 2);
    QCOMPARE(pressed.last(), QVariantList({"c2", "allow"}));
}

void NotifierTest::sayingNothingToTheIdsOfOthers()
{
    NotificationService service(m_bus.connection(), {"actions"});
    DBusNotifier notifier(m_bus.connection());
    QSignalSpy pressed(&notifier, &ui::Notifier::activated);
    notifier.show(notificationOf("c1"));
    QTRY_COMPARE(service.shown.size(), 1);
    emit service.ActionInvoked(4711, "allow");
    emit service.ActionInvoked(service.shown.first().id, "default");
    QTRY_COMPARE(pressed.size(), 1);
    QCOMPARE(pressed.first(), QVariantList({"c1", "default"}));
}

void NotifierTest::tellsWhatNobodyShowed()
{
    DBusNotifier notifier(m_bus.connection());
    QSignalSpy missed(&notifier, &DBusNotifier::missed);
    notifier.show(notificationOf("c1"));
    QTRY_COMPARE(missed.size(), 1);
    QCOMPARE(missed.first().first().value<Notification>().key, "c1");
    // What is no longer true needs not be shown elsewhere either.
    notifier.show(notificationOf("c2"));
    notifier.withdraw("c2");
    notifier.show(notificationOf("c3"));
    QTRY_COMPARE(missed.size(), 2);
    QCOMPARE(missed.last().first().value<Notification>().key, "c3");
}

void NotifierTest::learnsOfAServiceThatStartsLater()
{
    DBusNotifier notifier(m_bus.connection());
    QVERIFY(!notifier.hasActions());
    {
        const NotificationService service(m_bus.connection(), {"actions"});
        QTRY_VERIFY(notifier.hasActions());
    }
    QTRY_VERIFY(!notifier.hasActions());
}

BERTH_TEST(NotifierTest)

#include "NotifierTest.moc"
