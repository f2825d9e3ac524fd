// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/ScreenLock.h"

#include <QCoreApplication>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace ui {

// https://specifications.freedesktop.org/idle-inhibit-spec/latest/ and what desktops made of it.
static const QString saverService = "org.freedesktop.ScreenSaver";
static const QStringList saverPaths{"/org/freedesktop/ScreenSaver", "/ScreenSaver"};
// https://www.freedesktop.org/software/systemd/man/org.freedesktop.login1.html
static const QString loginService = "org.freedesktop.login1";
static const QString loginSession = "org.freedesktop.login1.Session";
static const QString propertiesInterface = "org.freedesktop.DBus.Properties";

ScreenLock::ScreenLock(const QDBusConnection &session, const QDBusConnection &system,
                       QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_system(system)
{
    if (m_session.isConnected())
        followSaver();
    if (m_system.isConnected())
        followLogin();
}

void ScreenLock::followSaver()
{
    // GNOME has a name of its own for the same signal.
    for (const QString &service : {saverService, QString("org.gnome.ScreenSaver")})
        m_session.connect(QString(), QString(), service, "ActiveChanged", this, SLOT(save(bool)));
    for (const QString &path : saverPaths) {
        const QDBusMessage call = QDBusMessage::createMethodCall(saverService, path, saverService,
                                                                 "GetActive");
        auto *watcher = new QDBusPendingCallWatcher(m_session.asyncCall(call), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
            watcher->deleteLater();
            const QDBusPendingReply<bool> reply = *watcher;
            if (!reply.isError() && reply.value())
                save(true);
        });
    }
}

void ScreenLock::followLogin()
{
    QDBusMessage call = QDBusMessage::createMethodCall(loginService, "/org/freedesktop/login1",
                                                       "org.freedesktop.login1.Manager",
                                                       "GetSessionByPID");
    call.setArguments({uint(QCoreApplication::applicationPid())});
    auto *watcher = new QDBusPendingCallWatcher(m_system.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusObjectPath> reply = *watcher;
        if (reply.isError())
            return;
        const QString path = reply.value().path();
        m_system.connect(loginService, path, propertiesInterface, "PropertiesChanged", this,
                         SLOT(takeProperties(QString, QVariantMap, QStringList)));
        QDBusMessage get = QDBusMessage::createMethodCall(loginService, path, propertiesInterface,
                                                          "Get");
        get.setArguments({loginSession, "LockedHint"});
        auto *hint = new QDBusPendingCallWatcher(m_system.asyncCall(get), this);
        connect(hint, &QDBusPendingCallWatcher::finished, this, [this, hint] {
            hint->deleteLater();
            const QDBusPendingReply<QVariant> now = *hint;
            if (!now.isError())
                take(m_isHinted, now.value().toBool());
        });
    });
}

void ScreenLock::save(bool isActive)
{
    take(m_isSaving, isActive);
}

void ScreenLock::takeProperties(const QString &interface, const QVariantMap &properties,
                                const QStringList &)
{
    if (interface == loginSession && properties.contains("LockedHint"))
        take(m_isHinted, properties.value("LockedHint").toBool());
}

void ScreenLock::take(bool &part, bool value)
{
    const bool before = isLocked();
    part = value;
    if (isLocked() != before)
        emit changed(isLocked());
}

} // namespace ui

#include "moc_ScreenLock.cpp"
