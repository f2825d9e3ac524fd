// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/AlertNotices.h"
#include "Peers.h"
#include "TestMain.h"
#include "ui/tray/DBusNotifier.h"

using test::NotificationService;
using namespace ui;

class AlertNoticesTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void tellsWhatFiresUntilItIsOver();
    void tellsWhatFiredBeforeItBegan();
    void saysNothingOfWhatIsPendingOrSilenced();
    void saysNothingOfWhatItsRuleKeepsQuiet();
    void tellsManyAsOne();
    void tellsNobodyWhoLooksAtTheWindow();
    void aClickOpensTheAlerts();
    void offersToRaiseACap();

private:
    void fire(const QString &id, const QString &state = "firing", const QString &silence = {},
              bool notifies = true);

    test::PrivateBus m_bus;
    std::unique_ptr<NotificationService> m_service;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<DBusNotifier> m_notifier;
    std::unique_ptr<AlertNotices> m_notices;
    bool m_isInFront = false;
};

void AlertNoticesTest::init()
{
    m_isInFront = false;
    m_service = std::make_unique<NotificationService>(m_bus.connection(), QStringList{"actions"});
    m_session = std::make_unique<Session>(QUrl("http://127.0.0.1:9"), "brt_key");
    m_notifier = std::make_unique<DBusNotifier>(m_bus.connection());
    m_notices = std::make_unique<AlertNotices>(m_session.get(), m_notifier.get(),
                                               [this] { return m_isInFront; });
    QTRY_VERIFY(m_notifier->hasActions());
}

void AlertNoticesTest::cleanup()
{
    m_notices.reset();
    m_notifier.reset();
    m_session.reset();
    m_service.reset();
}

void AlertNoticesTest::fire(const QString &id, const QString &state, const QString &silence,
                            bool notifies)
{
    emit m_session->feed()->changed("alerts", "changed", id,
                                    {{"id", id},
                                     {"state", state},
                                     {"severity", "critical"},
                                     {"text", "The engine does not answer."},
                                     {"advice", "Start it."},
                                     {"silenced_until", silence},
                                     {"notifies", notifies},
                                     {"since", "2026-11-22T14:01:00Z"}});
}

void AlertNoticesTest::tellsWhatFiresUntilItIsOver()
{
    fire("a1");
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(m_service->shown.first().title, "The engine does not answer.");
    QCOMPARE(m_service->shown.first().body, "Start it.");
    QCOMPARE(m_service->shown.first().hints.value("urgency").toInt(), 2);
    fire("a1", "resolved");
    QTRY_COMPARE(m_service->closed, QList<uint>({m_service->shown.first().id}));
    // The next time it is told again.
    fire("a1");
    QTRY_COMPARE(m_service->shown.size(), 2);
}

void AlertNoticesTest::tellsWhatFiredBeforeItBegan()
{
    m_isInFront = true;
    fire("a1");
    m_notices.reset();
    m_isInFront = false;
    m_notices = std::make_unique<AlertNotices>(m_session.get(), m_notifier.get(),
                                               [this] { return m_isInFront; });
    QTRY_COMPARE(m_service->shown.size(), 1);
}

void AlertNoticesTest::saysNothingOfWhatIsPendingOrSilenced()
{
    fire("a1", "pending");
    fire("a2", "firing", "2126-11-22T14:01:00Z");
    fire("a3", "firing", "2016-11-22T14:01:00Z");
    QTRY_COMPARE(m_service->shown.size(), 1);
    // Somebody silences it.
    fire("a3", "firing", "2126-11-22T14:01:00Z");
    QTRY_COMPARE(m_service->closed.size(), 1);
    QCOMPARE(m_service->shown.size(), 1);
}

/// The rule of it says whether anybody is told outside the window.
void AlertNoticesTest::saysNothingOfWhatItsRuleKeepsQuiet()
{
    fire("a1", "firing", {}, false);
    fire("a2");
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(m_service->shown.first().hints.value("urgency").toInt(), 2);
    // The rule is changed: that one goes, the other one comes.
    fire("a2", "firing", {}, false);
    QTRY_COMPARE(m_service->closed, QList<uint>({m_service->shown.first().id}));
    QCOMPARE(m_service->shown.size(), 1);
    fire("a1");
    QTRY_COMPARE(m_service->shown.size(), 2);
}

void AlertNoticesTest::tellsManyAsOne()
{
    for (const char *id : {"a1", "a2", "a3", "a4"})
        fire(id);
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(m_service->shown.first().title, "4 alert(s) need you");
    for (const char *id : {"a1", "a2", "a3"})
        emit m_session->feed()->changed("alerts", "removed", id, {});
    fire("a4", "resolved");
    QTRY_COMPARE(m_service->closed, QList<uint>({m_service->shown.first().id}));
}

void AlertNoticesTest::tellsNobodyWhoLooksAtTheWindow()
{
    m_isInFront = true;
    fire("a1");
    QCoreApplication::processEvents();
    m_isInFront = false;
    // It was seen, and is not told when the window goes.
    fire("a2");
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCoreApplication::processEvents();
    QCOMPARE(m_service->shown.size(), 1);
}

void AlertNoticesTest::aClickOpensTheAlerts()
{
    QSignalSpy asked(m_notices.get(), &AlertNotices::alertsAsked);
    fire("a1");
    QTRY_COMPARE(m_service->shown.size(), 1);
    emit m_notifier->activated("c1", "default");
    QCOMPARE(asked.size(), 0);
    emit m_service->ActionInvoked(m_service->shown.first().id, "review");
    QTRY_COMPARE(asked.size(), 1);
}

void AlertNoticesTest::offersToRaiseACap()
{
    QSignalSpy caps(m_notices.get(), &AlertNotices::capsAsked);
    QSignalSpy alerts(m_notices.get(), &AlertNotices::alertsAsked);
    emit m_session->feed()->changed("alerts", "changed", "b1",
                                    {{"id", "b1"},
                                     {"rule", "budget_spent"},
                                     {"state", "firing"},
                                     {"severity", "critical"},
                                     {"text", "The daily cap of $20.00 is reached."}});
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(m_service->shown.first().actions,
             QStringList({"default", "", "raise_cap", "Raise cap", "review", "Open"}));
    emit m_service->ActionInvoked(m_service->shown.first().id, "raise_cap");
    QTRY_COMPARE(caps.size(), 1);
    QCOMPARE(alerts.size(), 0);
}

BERTH_TEST(AlertNoticesTest)

#include "AlertNoticesTest.moc"
