// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/ScreenLock.h"
#include "Peers.h"
#include "TestMain.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QSignalSpy>

using namespace ui;

/// A desktop's screen saver.
class Saver : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.ScreenSaver")

public:
    explicit Saver(const QDBusConnection &bus)
        : m_bus(bus)
    {
        m_bus.registerObject("/org/freedesktop/ScreenSaver", this,
                             QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals);
        m_bus.registerService("org.freedesktop.ScreenSaver");
    }
    ~Saver() override
    {
        m_bus.unregisterService("org.freedesktop.ScreenSaver");
        m_bus.unregisterObject("/org/freedesktop/ScreenSaver");
    }

    bool isActive = false;

public slots:
    bool GetActive() { return isActive; }

signals:
    void ActiveChanged(bool isActive);

private:
    QDBusConnection m_bus;
};

/// The manager of the system's login service, and its one session.
class Login : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    explicit Login(const QDBusConnection &bus)
        : m_bus(bus)
    {
        m_bus.registerObject("/org/freedesktop/login1", this, QDBusConnection::ExportAllSlots);
        m_bus.registerService("org.freedesktop.login1");
    }

    void hint(bool isLocked)
    {
        QDBusMessage told = QDBusMessage::createSignal("/org/freedesktop/login1/session/_31",
                                                       "org.freedesktop.DBus.Properties",
                                                       "PropertiesChanged");
        told.setArguments({"org.freedesktop.login1.Session", QVariantMap{{"LockedHint", isLocked}},
                           QStringList()});
        m_bus.send(told);
    }

    int asked = 0;

public slots:
    QDBusObjectPath GetSessionByPID(uint)
    {
        ++asked;
        return QDBusObjectPath("/org/freedesktop/login1/session/_31");
    }

private:
    QDBusConnection m_bus;
};

class ScreenLockTest : public QObject
{
    Q_OBJECT

private slots:
    void isToldByTheScreenSaver();
    void asksHowItIsAtTheStart();
    void isToldByTheLoginService();
    void isUnlockedWithoutAnybodyToSaySo();

private:
    test::PrivateBus m_bus;
};

void ScreenLockTest::isToldByTheScreenSaver()
{
    Saver saver(m_bus.connection());
    ScreenLock lock(m_bus.connection(), QDBusConnection("none"));
    QSignalSpy changed(&lock, &ScreenLock::changed);
    QVERIFY(!lock.isLocked());
    emit saver.ActiveChanged(true);
    QTRY_COMPARE(changed.size(), 1);
    QVERIFY(lock.isLocked());
    emit saver.ActiveChanged(false);
    QTRY_COMPARE(changed.size(), 2);
    QVERIFY(!lock.isLocked());
}

void ScreenLockTest::asksHowItIsAtTheStart()
{
    Saver saver(m_bus.connection());
    saver.isActive = true;
    ScreenLock lock(m_bus.connection(), QDBusConnection("none"));
    QTRY_VERIFY(lock.isLocked());
}

void ScreenLockTest::isToldByTheLoginService()
{
    Login login(m_bus.connection());
    ScreenLock lock(QDBusConnection("none"), m_bus.connection());
    QTRY_COMPARE(login.asked, 1);
    // It listens once it knows its session: what comes before that is asked for.
    QTRY_VERIFY((login.hint(true), lock.isLocked()));
    login.hint(false);
    QTRY_VERIFY(!lock.isLocked());
}

void ScreenLockTest::isUnlockedWithoutAnybodyToSaySo()
{
    const ScreenLock lock(QDBusConnection("none"), QDBusConnection("none"));
    QVERIFY(!lock.isLocked());
}

BERTH_TEST(ScreenLockTest)

#include "ScreenLockTest.moc"
