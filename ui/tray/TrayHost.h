// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QObject>
#include <QTimer>

namespace ui {

/// Whether the desktop has a place for tray icons. It may come long after a program that is started
/// at login, and go when the panel is restarted.
/// https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/
///
/// QSystemTrayIcon::isSystemTrayAvailable() is not asked before that is known: Qt keeps its first
/// answer for as long as the program runs.
class TrayHost : public QObject
{
    Q_OBJECT

public:
    /// Unknown lasts for a few seconds at most.
    enum class State { Unknown, Missing, There };

    /// @p patience: how long a panel may take to come before it is said to be missing.
    explicit TrayHost(const QDBusConnection &bus,
                      std::chrono::milliseconds patience = usualPatience,
                      QObject *parent = nullptr);

    State state() const { return m_state; }
    /// Whether the panel is told of an icon over the bus, by name too.
    bool isOnBus() const { return m_isOnBus; }

signals:
    void stateChanged();

private:
    static constexpr std::chrono::milliseconds usualPatience{5000};

    void set(State state);
    void setOnBus(bool isOnBus);
    void giveUp();

    QDBusConnection m_bus;
    QDBusServiceWatcher m_watcher;
    QTimer m_patience;
    State m_state = State::Unknown;
    bool m_isOnBus = false;
};

} // namespace ui
