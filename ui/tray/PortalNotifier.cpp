// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/PortalNotifier.h"

#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFile>

using namespace ui;

// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Notification.html
static const QString portalService = "org.freedesktop.portal.Desktop";
static const QString portalPath = "/org/freedesktop/portal/desktop";
static const QString portalInterface = "org.freedesktop.portal.Notification";

static QDBusMessage portalCall(const QString &method, const QVariantList &arguments)
{
    QDBusMessage call = QDBusMessage::createMethodCall(portalService, portalPath, portalInterface,
                                                       method);
    call.setArguments(arguments);
    return call;
}

PortalNotifier::PortalNotifier(const QDBusConnection &bus, QObject *parent)
    : Notifier(parent)
    , m_bus(bus)
{
    qDBusRegisterMetaType<QList<QVariantMap>>();
    // What comes behind the action is what it is about; here the key says that.
    m_bus.connect(portalService, portalPath, portalInterface, "ActionInvoked", this,
                  SLOT(invoke(QString, QString)));
}

bool PortalNotifier::isNeeded()
{
    return qEnvironmentVariableIsSet("FLATPAK_ID") || QFile::exists("/.flatpak-info");
}

void PortalNotifier::show(const Notification &notification)
{
    QList<QVariantMap> buttons;
    for (const auto &[name, words] : notification.actions)
        buttons.append({{"label", words}, {"action", name}});
    const QVariantMap content{{"title", notification.title},
                              {"body", notification.body},
                              {"priority", notification.isUrgent ? "urgent" : "normal"},
                              {"default-action", "default"},
                              {"buttons", QVariant::fromValue(buttons)}};
    auto *watcher = new QDBusPendingCallWatcher(
        m_bus.asyncCall(portalCall("AddNotification", {notification.key, content})), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, notification] {
        watcher->deleteLater();
        if (watcher->isError())
            emit missed(notification);
    });
}

void PortalNotifier::withdraw(const QString &key)
{
    m_bus.asyncCall(portalCall("RemoveNotification", {key}));
}

void PortalNotifier::invoke(const QString &key, const QString &action)
{
    emit activated(key, action);
}

#include "moc_PortalNotifier.cpp"
