// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/TrayHost.h"
#include "Peers.h"
#include "TestMain.h"

using namespace std::chrono_literals;
using ui::TrayHost;

static const QString panelService = "org.kde.StatusNotifierWatcher";

class TrayHostTest : public QObject
{
    Q_OBJECT

private slots:
    void seesAPanelThatIsThere();
    void waitsForAPanelThatStartsLater();
    void saysWhenNoneComes();
    void noticesThatThePanelGoes();
    void needsNoBus();

private:
    test::PrivateBus m_bus;
};

void TrayHostTest::seesAPanelThatIsThere()
{
    QDBusConnection panel = m_bus.connection();
    QVERIFY(panel.registerService(panelService));
    const TrayHost host(m_bus.connection());
    QCOMPARE(host.state(), TrayHost::State::There);
    QVERIFY(host.isOnBus());
    QVERIFY(panel.unregisterService(panelService));
}

void TrayHostTest::waitsForAPanelThatStartsLater()
{
    TrayHost host(m_bus.connection(), 1h);
    QCOMPARE(host.state(), TrayHost::State::Unknown);
    QDBusConnection panel = m_bus.connection();
    QVERIFY(panel.registerService(panelService));
    QTRY_COMPARE(host.state(), TrayHost::State::There);
    QVERIFY(panel.unregisterService(panelService));
}

void TrayHostTest::saysWhenNoneComes()
{
    TrayHost host(m_bus.connection(), 1ms);
    QTRY_COMPARE(host.state(), TrayHost::State::Missing);
    // It may still come.
    QDBusConnection panel = m_bus.connection();
    QVERIFY(panel.registerService(panelService));
    QTRY_COMPARE(host.state(), TrayHost::State::There);
    QVERIFY(panel.unregisterService(panelService));
}

void TrayHostTest::noticesThatThePanelGoes()
{
    QDBusConnection panel = m_bus.connection();
    QVERIFY(panel.registerService(panelService));
    TrayHost host(m_bus.connection());
    int changes = 0;
    connect(&host, &TrayHost::stateChanged, this, [&changes] { ++changes; });
    QVERIFY(panel.unregisterService(panelService));
    QTRY_COMPARE(host.state(), TrayHost::State::Missing);
    QVERIFY(!host.isOnBus());
    QCOMPARE(changes, 1);
}

void TrayHostTest::needsNoBus()
{
    const TrayHost host(QDBusConnection("nobody"));
    QCOMPARE(host.state(), TrayHost::State::Missing);
}

BERTH_TEST(TrayHostTest)

#include "TrayHostTest.moc"
