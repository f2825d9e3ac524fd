// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/SpentToday.h"
#include "ui/tray/Notifications.h"
#include "ui/tray/TrayHost.h"
#include "ui/tray/TrayMenu.h"
#include "ui/tray/TrayState.h"
#include "ui/widgets/Preferences.h"

#include <QSystemTrayIcon>

namespace ui {

/// The icon in the panel: how things are, and a menu.
class Tray : public QObject
{
    Q_OBJECT

public:
    /// All three outlive it.
    Tray(ServerDoor *door, TrayHost *host, Preferences *preferences, QObject *parent = nullptr);
    ~Tray() override;

    void setSession(Session *session);
    TrayMenu *menu() { return m_menu.get(); }
    /// Where there is no other way; without buttons.
    void showMessage(const QString &title, const QString &body);

signals:
    /// What showMessage() said was clicked.
    void messageClicked();

private:
    void settle();
    void schedule();
    void update();
    void paint();

    ServerDoor *m_door;
    TrayHost *m_host;
    Preferences *m_preferences;
    QPointer<Session> m_session;
    std::unique_ptr<TrayMenu> m_menu;
    std::unique_ptr<QSystemTrayIcon> m_icon; ///< while there is a place for it
    std::unique_ptr<SpentToday> m_spent; ///< of the session
    TrayFacts m_facts;
    std::chrono::steady_clock::time_point m_lastChange;
    QTimer m_update;
};

} // namespace ui
