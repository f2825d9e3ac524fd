// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/TrayHost.h"

#include <QDBusConnectionInterface>
#include <QGuiApplication>
#include <QSystemTrayIcon>

using namespace ui;

static const QString watcherService = "org.kde.StatusNotifierWatcher";

TrayHost::TrayHost(const QDBusConnection &bus, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
    , m_watcher(watcherService, bus, QDBusServiceWatcher::WatchForOwnerChange)
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &TrayHost::giveUp);
    if (!m_bus.isConnected()) {
        giveUp();
        return;
    }
    m_patience.start(patience);
    connect(&m_watcher, &QDBusServiceWatcher::serviceRegistered, this, [this] { setOnBus(true); });
    connect(&m_watcher, &QDBusServiceWatcher::serviceUnregistered, this,
            [this] { setOnBus(false); });
    // The bus itself is asked, which answers at once; a panel that hangs delays nothing.
    if (m_bus.interface()->isServiceRegistered(watcherService).value())
        setOnBus(true);
}

void TrayHost::setOnBus(bool isOnBus)
{
    m_isOnBus = isOnBus;
    set(isOnBus ? State::There : State::Missing);
}

/// Without the bus' way there are the older ways of X11, and those of other systems.
void TrayHost::giveUp()
{
    const bool isElsewhere = !QGuiApplication::platformName().startsWith("wayland")
                             && QSystemTrayIcon::isSystemTrayAvailable();
    set(isElsewhere ? State::There : State::Missing);
}

void TrayHost::set(State state)
{
    m_patience.stop();
    if (std::exchange(m_state, state) != state)
        emit stateChanged();
}

#include "moc_TrayHost.cpp"
