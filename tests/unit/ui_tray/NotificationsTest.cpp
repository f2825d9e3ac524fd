// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/Notifications.h"
#include "../ui/JsonPeer.h"
#include "Peers.h"
#include "TestMain.h"
#include "ui/tray/DBusNotifier.h"

using test::NotificationService;
using namespace ui;

static QJsonObject questionOf(const QString &conversation, const QString &command,
                              const QString &risk = "LOW")
{
    const QJsonObject action{{"id", "a-" + conversation},
                             {"tool", "terminal"},
                             {"action", QJsonObject{{"command", command}}}};
    return {{"id", "q-" + conversation},
            {"kind", "approval"},
            {"conversation_id", conversation},
            {"title", "Mend the tests"},
            {"risk", risk},
            {"reasons", QJsonArray{QJsonObject{{"text", "Rule: ask before every action."}}}},
            {"actions", QJsonArray{action}}};
}

static QJsonObject connectionQuestion()
{
    return {{"id", "q-net"},         {"kind", "connection"}, {"workspace_id", "w1"},
            {"host", "example.com"}, {"port", 443},          {"actions", QJsonArray()}};
}

/// From what the server tells to what the desktop's service shows, and back.
class NotificationsTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aShortCommandIsAllowedFromOutside();
    void deniesAndStops();
    void whatIsNotSeenWholeIsReviewed_data();
    void whatIsNotSeenWholeIsReviewed();
    void drawsWhatWouldNotBeSeen();
    void aConnectionIsAllowedForItsWorkspace();
    void whatWasAnsweredElsewhereGoes();
    void manyAreToldAsOne();
    void tellsWhatFailed();
    void tellsWhatALongRunChanged();
    void doesNotTellWhoLooksAtTheWindow();
    void saysThatAnAnswerCameTooLate();
    void aClickOpensWhatItTellsOf();
    void remindsOnceOfWhatNobodyAnswers();
    void doesNotRemindOfWhatWasAnswered();
    void allowsHighRiskOnlyWhereThatWasSwitchedOn();
    void runsAgainWhatFailed();
    void anEndIsForgottenWhenItGoesOn();

private:
    void ask(const QJsonObject &question);
    void become(const QString &state, int filesChanged = 0);
    const NotificationService::Shown &shown() { return m_service->shown.last(); }
    void press(const QString &action);

    test::PrivateBus m_bus;
    std::unique_ptr<test::JsonPeer> m_peer;
    std::unique_ptr<NotificationService> m_service;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<DBusNotifier> m_notifier;
    std::unique_ptr<Notifications> m_notifications;
    QTemporaryDir m_folder;
    std::unique_ptr<Preferences> m_preferences;
    bool m_isInFront = false;
};

void NotificationsTest::init()
{
    m_isInFront = false;
    m_peer = std::make_unique<test::JsonPeer>();
    m_service = std::make_unique<NotificationService>(m_bus.connection(),
                                                      QStringList{"actions", "body"});
    m_preferences = std::make_unique<Preferences>(m_folder.filePath("window.ini"));
    m_session = std::make_unique<Session>(m_peer->url(), "brt_key");
    m_notifier = std::make_unique<DBusNotifier>(m_bus.connection());
    m_notifications = std::make_unique<Notifications>(m_session.get(), m_notifier.get(),
                                                      m_preferences.get(),
                                                      [this] { return m_isInFront; });
    QTRY_VERIFY(m_notifier->hasActions());
}

void NotificationsTest::cleanup()
{
    m_notifications.reset();
    m_notifier.reset();
    m_session.reset();
    m_preferences.reset();
    m_service.reset();
    m_peer.reset();
}

void NotificationsTest::ask(const QJsonObject &question)
{
    emit m_session->feed()->changed("waiting", "asked", question["id"].toString(), question);
}

void NotificationsTest::become(const QString &state, int filesChanged)
{
    emit m_session->feed()->changed("conversations", "changed", "c1",
                                    {{"id", "c1"},
                                     {"title", "Mend the tests"},
                                     {"state", state},
                                     {"files_changed", filesChanged},
                                     {"last_line", "The model does not answer."}});
}

void NotificationsTest::press(const QString &action)
{
    emit m_service->ActionInvoked(shown().id, action);
}

void NotificationsTest::aShortCommandIsAllowedFromOutside()
{
    m_peer->answer("POST /conversations/c1/approve", {});
    ask(questionOf("c1", "npm test"));
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(shown().title, "Mend the tests needs your decision");
    QVERIFY2(shown().body.startsWith("npm test\nLow risk. Rule: ask"), qPrintable(shown().body));
    QCOMPARE(shown().actions, QStringList({"default", "", "allow", "Allow once", "deny", "Deny"}));
    press("allow");
    QTRY_COMPARE(m_peer->requests.size(), 1);
    QCOMPARE(m_peer->requests.first().line, "POST /conversations/c1/approve");
    // Nothing else than what was shown.
    QCOMPARE(m_peer->requests.first().body["actions"].toArray(), QJsonArray({"a-c1"}));
}

void NotificationsTest::deniesAndStops()
{
    m_peer->answer("POST /conversations/c1/reject", {});
    ask(questionOf("c1", "npm test"));
    QTRY_COMPARE(m_service->shown.size(), 1);
    press("deny");
    QTRY_COMPARE(m_peer->requests.size(), 1);
    QCOMPARE(m_peer->requests.first().line, "POST /conversations/c1/reject");
    QVERIFY(!m_peer->requests.first().body["run"].toBool());
}

void NotificationsTest::whatIsNotSeenWholeIsReviewed_data()
{
    QTest::addColumn<QJsonObject>("question");
    QTest::addRow("high risk") << questionOf("c1", "npm test", "HIGH");
    QTest::addRow("long") << questionOf("c1", QString("echo ").repeated(33));
    QTest::addRow("two lines") << questionOf("c1", "echo\nrm -r .");
    QTest::addRow("turned round") << questionOf("c1", QString(u"echo \u202Esj.x"));
    QJsonObject two = questionOf("c1", "npm test");
    two["actions"] = QJsonArray{two["actions"][0], two["actions"][0]};
    QTest::addRow("two actions") << two;
}

void NotificationsTest::whatIsNotSeenWholeIsReviewed()
{
    QFETCH(const QJsonObject, question);
    ask(question);
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(shown().actions, QStringList({"default", "", "review", "Review", "deny", "Deny"}));
}

void NotificationsTest::drawsWhatWouldNotBeSeen()
{
    QJsonObject question = questionOf("c1", QString(u"echo \u202Esj.x"));
    question["title"] = QString(u"Mend\u202E it");
    ask(question);
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(shown().title, "Mend<U+202E> it needs your decision");
    QVERIFY2(shown().body.startsWith("echo <U+202E>sj.x\n"), qPrintable(shown().body));
}

void NotificationsTest::aConnectionIsAllowedForItsWorkspace()
{
    m_peer->answer("POST /egress/decisions", {});
    ask(connectionQuestion());
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(shown().actions, QStringList({"default", "", "allow", "Allow once", "allow_here",
                                           "Allow here", "deny", "Deny"}));
    press("allow_here");
    QTRY_COMPARE(m_peer->requests.size(), 1);
    const QJsonObject body = m_peer->requests.first().body;
    QCOMPARE(body["answer"].toString(), "allow");
    QCOMPARE(body["scope"].toString(), "workspace");
    QCOMPARE(body["host"].toString(), "example.com");
}

void NotificationsTest::whatWasAnsweredElsewhereGoes()
{
    const QJsonObject question = questionOf("c1", "npm test");
    ask(question);
    QTRY_COMPARE(m_service->shown.size(), 1);
    const uint id = shown().id;
    emit m_session->feed()->changed("waiting", "answered", "q-c1", question);
    QTRY_COMPARE(m_service->closed, QList<uint>({id}));
}

void NotificationsTest::manyAreToldAsOne()
{
    for (int number = 0; number < 6; ++number)
        ask(questionOf(QString("c%1").arg(number), "npm test"));
    QTRY_VERIFY(!m_service->shown.isEmpty());
    QTRY_COMPARE(shown().title, "6 conversation(s) need you");
    QCOMPARE(shown().actions, QStringList({"default", "", "review", "Review"}));
    // Three of their own, and one for all.
    QSet<uint> ids;
    for (const NotificationService::Shown &one : std::as_const(m_service->shown))
        ids.insert(one.id);
    QCOMPARE(ids.size(), 4);
    QSignalSpy opened(m_notifications.get(), &Notifications::conversationAsked);
    press("review");
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(opened.first().first().toString(), "");
}

void NotificationsTest::tellsWhatFailed()
{
    become("running");
    become("error");
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(shown().title, "Mend the tests failed");
    QCOMPARE(shown().body, "The model does not answer.");
}

void NotificationsTest::tellsWhatALongRunChanged()
{
    become("running");
    become("finished", 3);
    QVERIFY(m_service->shown.isEmpty()); // nobody waited for it
    m_notifications->setLongRun({});
    for (const auto &[files, said] :
         {std::pair(3, "3 file(s) changed, "), {1, "1 file(s) changed, "}}) {
        become("running");
        become("finished", files);
        QTRY_VERIFY(!m_service->shown.isEmpty() && shown().body.contains(said));
        QCOMPARE(shown().title, "Mend the tests is finished");
    }
    become("running");
    become("finished");
    QTRY_VERIFY(!shown().body.contains("changed"));
}

void NotificationsTest::doesNotTellWhoLooksAtTheWindow()
{
    m_isInFront = true;
    become("running");
    become("error");
    m_isInFront = false;
    become("running");
    become("stuck");
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(shown().title, "Mend the tests is stuck");
}

void NotificationsTest::saysThatAnAnswerCameTooLate()
{
    m_peer->answer("POST /conversations/c1/approve", {{"detail", "Other actions wait now."}}, 409);
    QSignalSpy failed(m_notifications.get(), &Notifications::failed);
    ask(questionOf("c1", "npm test"));
    QTRY_COMPARE(m_service->shown.size(), 1);
    press("allow");
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().toString(), "Other actions wait now.");
}

void NotificationsTest::aClickOpensWhatItTellsOf()
{
    QSignalSpy opened(m_notifications.get(), &Notifications::conversationAsked);
    become("running");
    become("waiting_for_confirmation");
    ask(questionOf("c1", "npm test"));
    QTRY_COMPARE(m_service->shown.size(), 1);
    press("default");
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(opened.first().first().toString(), "c1");
    // A connection is no conversation.
    ask(connectionQuestion());
    QTRY_COMPARE(m_service->shown.size(), 2);
    press("default");
    QTRY_COMPARE(opened.size(), 2);
    QCOMPARE(opened.last().first().toString(), "");
}

void NotificationsTest::remindsOnceOfWhatNobodyAnswers()
{
    m_notifications->setReminder(std::chrono::milliseconds(20));
    ask(questionOf("c1", "npm test"));
    QTRY_COMPARE(m_service->shown.size(), 2);
    QCOMPARE(shown().title, "Mend the tests still waits for your decision");
    QCOMPARE(shown().id, m_service->shown.first().id);
    QCOMPARE(shown().actions, QStringList({"default", "", "allow", "Allow once", "deny", "Deny"}));
    // Another one's reminder has its time long after the first one's second would have had it.
    ask(questionOf("c2", "npm test"));
    QTRY_COMPARE(m_service->shown.size(), 4);
    QVERIFY(shown().id != m_service->shown.first().id);
}

void NotificationsTest::doesNotRemindOfWhatWasAnswered()
{
    m_notifications->setReminder(std::chrono::milliseconds(20));
    const QJsonObject first = questionOf("c1", "npm test");
    ask(first);
    emit m_session->feed()->changed("waiting", "answered", "q-c1", first);
    ask(questionOf("c2", "npm test"));
    // The reminder of the second would have come after that of the first.
    QTRY_COMPARE(m_service->shown.size(), 3);
    QCOMPARE(shown().id, m_service->shown[1].id);
}

void NotificationsTest::allowsHighRiskOnlyWhereThatWasSwitchedOn()
{
    m_preferences->setAllowsHighRiskOutside(true);
    ask(questionOf("c1", "npm test", "HIGH"));
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(shown().actions, QStringList({"default", "", "allow", "Allow once", "deny", "Deny"}));
    QVERIFY(Preferences(m_folder.filePath("window.ini")).allowsHighRiskOutside());
    m_preferences->setAllowsHighRiskOutside(false);
    ask(questionOf("c2", "npm test", "HIGH"));
    QTRY_COMPARE(m_service->shown.size(), 2);
    QCOMPARE(shown().actions, QStringList({"default", "", "review", "Review", "deny", "Deny"}));
}

void NotificationsTest::runsAgainWhatFailed()
{
    m_peer->answer("POST /conversations/c1/resume", {});
    become("running");
    become("error");
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(shown().actions, QStringList({"default", "", "review", "Open", "run", "Run again"}));
    press("run");
    QTRY_COMPARE(m_peer->requests.size(), 1);
    QCOMPARE(m_peer->requests.first().line, "POST /conversations/c1/resume");
}

void NotificationsTest::anEndIsForgottenWhenItGoesOn()
{
    become("running");
    become("error");
    QTRY_COMPARE(m_service->shown.size(), 1);
    become("running");
    QTRY_COMPARE(m_service->closed, QList<uint>({shown().id}));
}

BERTH_TEST(NotificationsTest)

#include "NotificationsTest.moc"
