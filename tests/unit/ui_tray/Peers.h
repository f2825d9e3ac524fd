// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QProcess>
#include <QtTest>

namespace test {

/// A message bus of the test's own, by the daemon that desktops have.
class PrivateBus
{
public:
    PrivateBus()
    {
        m_daemon.setProgram("dbus-daemon");
        m_daemon.setArguments({"--session", "--nofork", "--print-address"});
        m_daemon.start();
        if (!m_daemon.waitForStarted(10'000) || !m_daemon.waitForReadyRead(10'000))
            qFatal("dbus-daemon: %s", qPrintable(m_daemon.errorString()));
        m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
    }
    ~PrivateBus()
    {
        for (const QString &name : std::as_const(m_names))
            QDBusConnection::disconnectFromBus(name);
        m_daemon.terminate();
        m_daemon.waitForFinished(10'000);
    }

    /// Another program's connection to it.
    QDBusConnection connection()
    {
        static int number = 0;
        m_names.append(QString("test-%1").arg(++number));
        return QDBusConnection::connectToBus(m_address, m_names.last());
    }

private:
    QProcess m_daemon;
    QString m_address;
    QStringList m_names;
};

/// The desktop's service for notifications, which shows them to the test.
/// https://specifications.freedesktop.org/notification-spec/latest/
class NotificationService : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Shown
    {
        uint id = 0;
        QString title;
        QString body;
        QStringList actions;
        QVariantMap hints;
    };

    NotificationService(const QDBusConnection &bus, QStringList abilities)
        : m_bus(bus)
        , m_abilities(std::move(abilities))
    {
        m_bus.registerObject("/org/freedesktop/Notifications", this,
                             QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals);
        m_bus.registerService("org.freedesktop.Notifications");
    }
    ~NotificationService() override
    {
        m_bus.unregisterService("org.freedesktop.Notifications");
        m_bus.unregisterObject("/org/freedesktop/Notifications");
    }

    QList<Shown> shown;
    QList<uint> closed;
    int asked = 0; ///< how often for its abilities
    QString pressedAtOnce; ///< the button, before the answer has gone out

    // NOLINTBEGIN(readability-identifier-naming): these are the names on the bus
public slots:
    QStringList GetCapabilities()
    {
        ++asked;
        return m_abilities;
    }
    uint Notify(const QString &, uint replaces, const QString &, const QString &title,
                const QString &body, const QStringList &actions, const QVariantMap &hints, int)
    {
        const uint id = replaces ? replaces : ++m_last;
        shown.append({id, title, body, actions, hints});
        if (!pressedAtOnce.isEmpty())
            emit ActionInvoked(id, pressedAtOnce);
        return id;
    }
    void CloseNotification(uint id) { closed.append(id); }

signals:
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint reason);
    // NOLINTEND(readability-identifier-naming)

private:
    QDBusConnection m_bus;
    const QStringList m_abilities;
    uint m_last = 0;
};

} // namespace test
