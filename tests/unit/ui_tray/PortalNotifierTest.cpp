// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/PortalNotifier.h"
#include "Peers.h"
#include "TestMain.h"

#include <QDBusArgument>

using ui::Notification;
using ui::PortalNotifier;

/// The portal's side of notifications.
class NotificationPortal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Notification")

public:
    explicit NotificationPortal(const QDBusConnection &bus)
        : m_bus(bus)
    {
        m_bus.registerObject("/org/freedesktop/portal/desktop", this,
                             QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals);
        m_bus.registerService("org.freedesktop.portal.Desktop");
    }
    ~NotificationPortal() override
    {
        m_bus.unregisterService("org.freedesktop.portal.Desktop");
        m_bus.unregisterObject("/org/freedesktop/portal/desktop");
    }

    QList<std::pair<QString, QVariantMap>> added;
    QStringList removed;

public slots:
    void AddNotification(const QString &id, const QVariantMap &content)
    {
        added.append({id, content});
    }
    void RemoveNotification(const QString &id) { removed.append(id); }

signals:
    void ActionInvoked(const QString &id, const QString &action, const QVariantList &about);

private:
    QDBusConnection m_bus;
};

class PortalNotifierTest : public QObject
{
    Q_OBJECT

private slots:
    void showsWithButtons();
    void tellsWhichButtonWasPressed();
    void withdraws();
    void tellsWhatNobodyShowed();
    void isForSandboxesOnly();

private:
    static Notification notification();

    test::PrivateBus m_bus;
};

Notification PortalNotifierTest::notification()
{
    return {.key = "c1",
            .title = "A test needs your decision",
            .body = "npm test",
            .actions = {{"allow", "Allow once"}, {"deny", "Deny"}},
            .isUrgent = true};
}

void PortalNotifierTest::showsWithButtons()
{
    const NotificationPortal portal(m_bus.connection());
    PortalNotifier notifier(m_bus.connection());
    QVERIFY(notifier.hasActions());
    notifier.show(notification());
    QTRY_COMPARE(portal.added.size(), 1);
    const auto &[key, content] = portal.added.first();
    QCOMPARE(key, "c1");
    QCOMPARE(content["title"].toString(), "A test needs your decision");
    QCOMPARE(content["body"].toString(), "npm test");
    QCOMPARE(content["priority"].toString(), "urgent");
    QCOMPARE(content["default-action"].toString(), "default");
    const auto buttons = qdbus_cast<QList<QVariantMap>>(content["buttons"]);
    QCOMPARE(buttons.size(), 2);
    QCOMPARE(buttons.first()["label"].toString(), "Allow once");
    QCOMPARE(buttons.first()["action"].toString(), "allow");
}

void PortalNotifierTest::tellsWhichButtonWasPressed()
{
    NotificationPortal portal(m_bus.connection());
    PortalNotifier notifier(m_bus.connection());
    QSignalSpy pressed(&notifier, &ui::Notifier::activated);
    notifier.show(notification());
    QTRY_COMPARE(portal.added.size(), 1);
    emit portal.ActionInvoked("c1", "allow", {});
    QTRY_COMPARE(pressed.size(), 1);
    QCOMPARE(pressed.first(), QVariantList({"c1", "allow"}));
}

void PortalNotifierTest::withdraws()
{
    const NotificationPortal portal(m_bus.connection());
    PortalNotifier notifier(m_bus.connection());
    notifier.withdraw("c1");
    QTRY_COMPARE(portal.removed, QStringList{"c1"});
}

void PortalNotifierTest::tellsWhatNobodyShowed()
{
    PortalNotifier notifier(m_bus.connection());
    QSignalSpy missed(&notifier, &ui::Notifier::missed);
    notifier.show(notification());
    QTRY_COMPARE(missed.size(), 1);
    QCOMPARE(missed.first().first().value<Notification>().key, "c1");
}

void PortalNotifierTest::isForSandboxesOnly()
{
    QVERIFY(!PortalNotifier::isNeeded());
    qputenv("FLATPAK_ID", "dev.berth.Berth");
    QVERIFY(PortalNotifier::isNeeded());
    qunsetenv("FLATPAK_ID");
}

BERTH_TEST(PortalNotifierTest)

#include "PortalNotifierTest.moc"
