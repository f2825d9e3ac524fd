// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/DBusNotifier.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

using namespace ui;

// https://specifications.freedesktop.org/notification-spec/latest/
static const QString notificationService = "org.freedesktop.Notifications";
static const QString notificationPath = "/org/freedesktop/Notifications";

static QDBusMessage callOf(const QString &method, const QVariantList &arguments)
{
    QDBusMessage call = QDBusMessage::createMethodCall(notificationService, notificationPath,
                                                       notificationService, method);
    call.setArguments(arguments);
    return call;
}

DBusNotifier::DBusNotifier(const QDBusConnection &bus, QObject *parent)
    : Notifier(parent)
    , m_bus(bus)
    , m_watcher(notificationService, bus, QDBusServiceWatcher::WatchForOwnerChange)
{
    m_bus.connect(notificationService, notificationPath, notificationService, "ActionInvoked", this,
                  SLOT(invoke(uint, QString)));
    m_bus.connect(notificationService, notificationPath, notificationService, "NotificationClosed",
                  this, SLOT(close(uint, uint)));
    m_bus.connect(notificationService, notificationPath, notificationService, "ActivationToken",
                  this, SLOT(takeToken(uint, QString)));
    // One that comes later, or in the place of another, has abilities of its own.
    connect(&m_watcher, &QDBusServiceWatcher::serviceRegistered, this, &DBusNotifier::learn);
    connect(&m_watcher, &QDBusServiceWatcher::serviceUnregistered, this, [this] {
        m_isKnown = false;
        m_capabilities.clear();
        m_ids.clear();
    });
    learn();
}

void DBusNotifier::learn()
{
    m_isLearning = true;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(callOf("GetCapabilities", {})),
                                                this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QStringList> reply = *watcher;
        takeAbilities(reply.isError() ? std::nullopt : std::optional(reply.value()));
    });
}

void DBusNotifier::takeAbilities(const std::optional<QStringList> &capabilities)
{
    m_isKnown = capabilities.has_value();
    m_capabilities = capabilities.value_or(QStringList());
    m_isLearning = false;
    for (const Notification &early : std::exchange(m_early, {}))
        show(early);
}

void DBusNotifier::show(const Notification &notification)
{
    if (m_isLearning) {
        m_early.removeIf([&](const Notification &early) { return early.key == notification.key; });
        m_early.append(notification);
        return;
    }
    const auto asked = m_asked.find(notification.key);
    if (asked != m_asked.end())
        *asked = {.isWithdrawn = false, .next = notification};
    else
        send(notification);
}

void DBusNotifier::send(const Notification &notification)
{
    QStringList actions{"default", QString()};
    if (hasActions()) {
        for (const auto &[name, words] : notification.actions)
            actions << name << words;
    }
    // Where the server may understand markup, words of an agent must not become any.
    const bool hasMarkup = !m_isKnown || m_capabilities.contains("body-markup");
    const QString body = hasMarkup ? notification.body.toHtmlEscaped() : notification.body;
    const QVariantMap hints{{"desktop-entry", "dev.berth.Berth"},
                            {"urgency", QVariant::fromValue(uchar(notification.isUrgent ? 2 : 1))}};
    const QVariantList arguments{"Berth",
                                 m_ids.value(notification.key),
                                 "dev.berth.Berth",
                                 notification.title,
                                 body,
                                 actions,
                                 hints,
                                 -1};
    m_asked.insert(notification.key, {});
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(callOf("Notify", arguments)), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, notification] {
        watcher->deleteLater();
        const QDBusPendingReply<uint> reply = *watcher;
        if (reply.isError())
            noteFailure(notification);
        else
            noteId(notification.key, reply.value());
    });
}

void DBusNotifier::noteId(const QString &key, uint id)
{
    const Asked asked = m_asked.take(key);
    m_ids.insert(key, id);
    const QString pressed = m_pressedEarly.take(id);
    if (m_asked.isEmpty())
        m_pressedEarly.clear();
    if (!pressed.isEmpty())
        emit activated(key, pressed);
    if (asked.next)
        send(*asked.next);
    else if (asked.isWithdrawn)
        withdraw(key);
}

void DBusNotifier::noteFailure(const Notification &notification)
{
    const Asked asked = m_asked.take(notification.key);
    if (m_asked.isEmpty())
        m_pressedEarly.clear();
    if (!asked.isWithdrawn)
        emit missed(asked.next.value_or(notification));
}

void DBusNotifier::withdraw(const QString &key)
{
    m_early.removeIf([&](const Notification &early) { return early.key == key; });
    const auto asked = m_asked.find(key);
    if (asked != m_asked.end())
        *asked = {.isWithdrawn = true, .next = {}};
    else if (m_ids.contains(key))
        m_bus.asyncCall(callOf("CloseNotification", {m_ids.take(key)}));
}

void DBusNotifier::invoke(uint id, const QString &action)
{
    const QString key = m_ids.key(id);
    if (!key.isEmpty())
        emit activated(key, action);
    else if (m_pressedEarly.size() < m_asked.size())
        m_pressedEarly.insert(id, action);
}

void DBusNotifier::close(uint id, uint)
{
    const QString key = m_ids.key(id);
    if (key.isEmpty())
        return;
    m_ids.remove(key);
    emit closed(key);
}

/// With it a Wayland compositor lets the window come to the front.
void DBusNotifier::takeToken(uint id, const QString &token)
{
    if (!m_ids.key(id).isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
}

#include "moc_DBusNotifier.cpp"
#include "moc_Notifier.cpp"
