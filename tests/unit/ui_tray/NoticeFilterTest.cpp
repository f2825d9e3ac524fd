// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/NoticeFilter.h"
#include "Peers.h"
#include "TestMain.h"
#include "ui/tray/AlertNotices.h"
#include "ui/tray/DBusNotifier.h"
#include "ui/tray/Notifications.h"

using test::NotificationService;
using namespace ui;

/// What a locked screen says, and what this person does not want to be told: from the server's feed
/// to the desktop's service.
class NoticeFilterTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aLockedScreenSaysNoMoreThanThatSomethingIsAsked();
    void aLockTakesBackWhatWasToldBefore();
    void aLockedScreenTellsNoAlert();
    void aLockedScreenTellsNoEnd();
    void whatIsOverMeanwhileIsNotTold();
    void manyAreOneWhenTheScreenIsBack();
    void whatWasClosedStaysClosed();
    void eachKindHasItsSwitch_data();
    void eachKindHasItsSwitch();

private:
    void ask(const QString &conversation);
    void answer(const QString &conversation);
    void become(const QString &state);
    void fire(const QString &state = "firing");
    QStringList openTitles() const;

    test::PrivateBus m_bus;
    QTemporaryDir m_folder;
    std::unique_ptr<NotificationService> m_service;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<DBusNotifier> m_notifier;
    std::unique_ptr<NoticeFilter> m_filter;
    std::unique_ptr<Notifications> m_notifications;
    std::unique_ptr<AlertNotices> m_alerts;
};

void NoticeFilterTest::init()
{
    const auto isInFront = [] { return false; };
    m_service = std::make_unique<NotificationService>(m_bus.connection(), QStringList{"actions"});
    m_session = std::make_unique<Session>(QUrl("http://127.0.0.1:9"), "brt_key");
    m_preferences = std::make_unique<Preferences>(m_folder.filePath("window.ini"));
    m_notifier = std::make_unique<DBusNotifier>(m_bus.connection());
    m_filter = std::make_unique<NoticeFilter>(m_notifier.get(), m_preferences.get());
    m_notifications = std::make_unique<Notifications>(m_session.get(), m_filter.get(),
                                                      m_preferences.get(), isInFront);
    m_alerts = std::make_unique<AlertNotices>(m_session.get(), m_filter.get(), isInFront);
    QTRY_VERIFY(m_notifier->hasActions());
}

void NoticeFilterTest::cleanup()
{
    m_alerts.reset();
    m_notifications.reset();
    m_filter.reset();
    m_notifier.reset();
    m_preferences.reset();
    m_session.reset();
    m_service.reset();
    QFile::remove(m_folder.filePath("window.ini"));
}

static QJsonObject questionIn(const QString &conversation)
{
    return {{"id", "q-" + conversation},
            {"kind", "approval"},
            {"conversation_id", conversation},
            {"title", "Mend the tests"},
            {"risk", "LOW"}};
}

void NoticeFilterTest::ask(const QString &conversation)
{
    emit m_session->feed()->changed("waiting", "asked", "q-" + conversation,
                                    questionIn(conversation));
}

void NoticeFilterTest::answer(const QString &conversation)
{
    emit m_session->feed()->changed("waiting", "answered", "q-" + conversation,
                                    questionIn(conversation));
}

void NoticeFilterTest::become(const QString &state)
{
    emit m_session->feed()->changed("conversations", "changed", "c9",
                                    {{"id", "c9"}, {"title", "The audit"}, {"state", state}});
}

void NoticeFilterTest::fire(const QString &state)
{
    emit m_session->feed()->changed("alerts", "changed", "a1",
                                    {{"id", "a1"},
                                     {"state", state},
                                     {"severity", "critical"},
                                     {"text", "The engine does not answer."},
                                     {"since", "2026-11-22T14:01:00Z"}});
}

/// What somebody would read now.
QStringList NoticeFilterTest::openTitles() const
{
    QMap<uint, QString> open;
    for (const NotificationService::Shown &one : std::as_const(m_service->shown))
        open.insert(one.id, one.title);
    for (const uint id : std::as_const(m_service->closed))
        open.remove(id);
    return open.values();
}

static const QStringList generalWords{"A conversation needs your decision"};

void NoticeFilterTest::aLockedScreenSaysNoMoreThanThatSomethingIsAsked()
{
    m_filter->setLocked(true);
    ask("c1");
    QTRY_COMPARE(openTitles(), generalWords);
    QCOMPARE(m_service->shown.first().body, "");
    QCOMPARE(m_service->shown.first().actions, QStringList({"default", ""}));
    m_filter->setLocked(false);
    QTRY_COMPARE(openTitles(), QStringList({"Mend the tests needs your decision"}));
}

void NoticeFilterTest::aLockTakesBackWhatWasToldBefore()
{
    ask("c1");
    become("running");
    become("error");
    fire();
    QTRY_COMPARE(openTitles().size(), 3);
    m_filter->setLocked(true);
    QTRY_COMPARE(openTitles(), generalWords);
    m_filter->setLocked(false);
    QTRY_COMPARE(openTitles(), QStringList({"Mend the tests needs your decision",
                                            "The audit failed", "The engine does not answer."}));
}

void NoticeFilterTest::aLockedScreenTellsNoAlert()
{
    m_filter->setLocked(true);
    fire();
    ask("c1");
    QTRY_COMPARE(openTitles(), generalWords);
    answer("c1");
    QTRY_COMPARE(openTitles(), QStringList());
    m_filter->setLocked(false);
    QTRY_COMPARE(openTitles(), QStringList({"The engine does not answer."}));
}

void NoticeFilterTest::aLockedScreenTellsNoEnd()
{
    m_filter->setLocked(true);
    become("running");
    become("error");
    ask("c1");
    QTRY_COMPARE(openTitles(), generalWords);
    m_filter->setLocked(false);
    QTRY_COMPARE(openTitles(),
                 QStringList({"The audit failed", "Mend the tests needs your decision"}));
}

void NoticeFilterTest::whatIsOverMeanwhileIsNotTold()
{
    m_filter->setLocked(true);
    fire();
    ask("c1");
    QTRY_COMPARE(openTitles(), generalWords);
    fire("resolved");
    answer("c1");
    QTRY_COMPARE(openTitles(), QStringList());
    m_filter->setLocked(false);
    ask("c2");
    QTRY_COMPARE(openTitles(), QStringList({"Mend the tests needs your decision"}));
}

void NoticeFilterTest::manyAreOneWhenTheScreenIsBack()
{
    m_filter->setLocked(true);
    fire();
    become("running");
    become("error");
    ask("c1");
    ask("c2");
    QTRY_COMPARE(openTitles(), generalWords);
    m_filter->setLocked(false);
    QTRY_COMPARE(openTitles(),
                 QStringList({"4 thing(s) to look at came while the screen was locked"}));
    QSignalSpy asked(m_notifications.get(), &Notifications::conversationAsked);
    emit m_service->ActionInvoked(m_service->shown.last().id, "review");
    QTRY_COMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().toString(), "");
}

void NoticeFilterTest::whatWasClosedStaysClosed()
{
    ask("c1");
    QTRY_COMPARE(m_service->shown.size(), 1);
    QSignalSpy closed(m_filter.get(), &Notifier::closed);
    emit m_service->NotificationClosed(m_service->shown.first().id, 2);
    QTRY_COMPARE(closed.size(), 1);
    m_filter->setLocked(true);
    m_filter->setLocked(false);
    fire();
    QTRY_COMPARE(m_service->shown.size(), 2);
    QCOMPARE(m_service->shown.last().title, "The engine does not answer.");
}

void NoticeFilterTest::eachKindHasItsSwitch_data()
{
    using enum Preferences::Notice;
    QTest::addColumn<Preferences::Notice>("kind");
    QTest::addColumn<QStringList>("told");
    const QString asked = "Mend the tests needs your decision";
    const QString failed = "The audit failed";
    const QString alert = "The engine does not answer.";
    QTest::addRow("questions") << Question << QStringList{failed, alert};
    QTest::addRow("failures") << Failed << QStringList{asked, alert};
    QTest::addRow("ends") << Finished << QStringList{asked, failed, alert};
    QTest::addRow("alerts") << Trouble << QStringList{asked, failed};
}

void NoticeFilterTest::eachKindHasItsSwitch()
{
    QFETCH(const Preferences::Notice, kind);
    QFETCH(const QStringList, told);
    m_preferences->setTells(kind, false);
    ask("c1");
    become("running");
    become("error");
    fire();
    QTRY_COMPARE(openTitles(), told);
    // It is kept, and can be switched on again.
    Preferences again(m_folder.filePath("window.ini"));
    QVERIFY(!again.tells(kind));
    again.setTells(kind, true);
    QVERIFY(Preferences(m_folder.filePath("window.ini")).tells(kind));
}

BERTH_TEST(NoticeFilterTest)

#include "NoticeFilterTest.moc"
