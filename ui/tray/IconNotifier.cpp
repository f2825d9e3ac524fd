// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/IconNotifier.h"

using namespace ui;

IconNotifier::IconNotifier(Notifier *desktop, Tray *tray, QObject *parent)
    : Notifier(parent)
    , m_desktop(desktop)
    , m_tray(tray)
{
    connect(desktop, &Notifier::activated, this, &Notifier::activated);
    connect(desktop, &Notifier::closed, this, &Notifier::closed);
    connect(desktop, &Notifier::missed, this, [this](const Notification &notification) {
        m_latest = notification.key;
        m_tray->showMessage(notification.title, notification.body);
    });
    connect(tray, &Tray::messageClicked, this, [this] {
        if (!m_latest.isEmpty())
            emit activated(std::exchange(m_latest, {}), "default");
    });
}

void IconNotifier::show(const Notification &notification)
{
    m_desktop->show(notification);
}

void IconNotifier::withdraw(const QString &key)
{
    if (m_latest == key)
        m_latest.clear();
    m_desktop->withdraw(key);
}

#include "moc_IconNotifier.cpp"
