// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/DesktopLook.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace ui {

// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
static const QString portalService = "org.freedesktop.portal.Desktop";
static const QString portalPath = "/org/freedesktop/portal/desktop";
static const QString settingsInterface = "org.freedesktop.portal.Settings";
static const QString appearanceGroup = "org.freedesktop.appearance";

DesktopLook::DesktopLook(const QDBusConnection &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    if (!m_session.isConnected())
        return;
    m_session.connect(portalService, portalPath, settingsInterface, "SettingChanged", this,
                      SLOT(take(QString, QString, QDBusVariant)));
    ask("color-scheme");
    ask("contrast");
}

void DesktopLook::ask(const QString &name)
{
    QDBusMessage call = QDBusMessage::createMethodCall(portalService, portalPath, settingsInterface,
                                                       "ReadOne");
    call.setArguments({appearanceGroup, name});
    auto *watcher = new QDBusPendingCallWatcher(m_session.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, name] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (!reply.isError())
            take(appearanceGroup, name, reply.value());
    });
}

void DesktopLook::take(const QString &group, const QString &name, const QDBusVariant &value)
{
    if (group != appearanceGroup || (name != "color-scheme" && name != "contrast"))
        return;
    uint &kept = name == "contrast" ? m_contrast : m_scheme;
    if (std::exchange(kept, value.variant().toUInt()) != kept)
        emit changed();
}

Qt::ColorScheme DesktopLook::scheme() const
{
    switch (m_scheme) {
    case 1: return Qt::ColorScheme::Dark;
    case 2: return Qt::ColorScheme::Light;
    default: return Qt::ColorScheme::Unknown;
    }
}

} // namespace ui

#include "moc_DesktopLook.cpp"
