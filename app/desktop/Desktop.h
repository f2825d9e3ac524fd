// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Autostart.h"
#include "ServerThread.h"
#include "ui/tray/AlertNotices.h"
#include "ui/tray/DesktopLook.h"
#include "ui/tray/IconNotifier.h"
#include "ui/tray/NoticeFilter.h"
#include "ui/tray/ScreenLock.h"
#include "ui/widgets/Preferences.h"
#include "ui/windows/MainWindow.h"

namespace desktop {

/// The program: a server, the icon that says how it is, and a window when somebody wants one.
class Desktop : public QObject
{
    Q_OBJECT

public:
    enum class Show { Window, TrayOnly };

    Desktop(std::unique_ptr<ui::ServerDoor> door, Show show);
    ~Desktop() override;

    /// Makes the conversation that @p request tells of, as soon as the server answers, and shows
    /// it. The window says that this is a demo, and leads on to a start without it.
    void beginDemo(QJsonObject request);
    /// Whether somebody had enough of the demo: the program is to start again without it.
    bool isOwnStartAsked() const { return m_isOwnStartAsked; }

    /// Leads somebody who is here for the first time through the set-up.
    void welcome();

public slots:
    /// Shows the window, made when it is first asked for.
    void open();
    /// Another start of the program, which hands on what a Wayland compositor gave to it, so that
    /// the window may come to the front.
    void openFor(const QByteArray &message);
    /// Asks first when agents are at work.
    void quit();
    /// Ends the server and the program.
    void quitNow();

private:
    void follow();
    void openSession();
    static core::Task<> converse(QPointer<Desktop> desktop, QJsonObject request);
    void openConversation(const QString &id);
    void pauseAndQuit();
    void stopServer();
    void goOn();
    void addDemoNotice();
    void startOwn();
    void setStartsAtLogin(bool starts);
    void tellOfTray();
    bool isWindowInFront() const;
    void say(const QString &text);
    int countOf(const QString &state) const;

    std::unique_ptr<ui::ServerDoor> m_door;
    Autostart m_autostart;
    ui::Preferences m_preferences;
    std::unique_ptr<ui::Session> m_session;
    ui::TrayHost m_host;
    ui::Tray m_tray;
    std::unique_ptr<ui::Notifier> m_desktopNotifier;
    ui::IconNotifier m_iconNotifier;
    ui::NoticeFilter m_notifier;
    ui::ScreenLock m_screenLock;
    ui::DesktopLook m_desktopLook;
    std::unique_ptr<ui::Notifications> m_notifications;
    std::unique_ptr<ui::AlertNotices> m_alertNotices;
    std::unique_ptr<ui::MainWindow> m_window;
    std::optional<QJsonObject> m_request; ///< until the server answers
    bool m_isWindowWanted = false; ///< where the tray shows nothing
    QPointer<QWidget> m_quitQuestion; ///< while it is asked
    bool m_isQuitting = false;
    bool m_isWelcoming = false;
    bool m_isDemo = false;
    bool m_isOwnStartAsked = false;
};

} // namespace desktop
