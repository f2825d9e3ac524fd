// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ServerDoor.h"
#include "ui/models/Session.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QStackedLayout;
class QStackedWidget;

namespace ui {

class CommandPalette;
class HistorySearch;
class LoginItem;
class Preferences;
class SetUp;
class Sidebar;
class TrayNotice;
struct Command;

/// The window: its pages, made when they are first visited, and the bar that says that the server
/// does not answer.
class MainWindow : public QWidget
{
    Q_OBJECT

public:
    enum class Page {
        Home,
        Inbox,
        Conversations,
        Workspaces,
        Logs,
        Metrics,
        Alerts,
        Keys,
        Settings
    };

    /// Both outlive it.
    MainWindow(ServerDoor *door, Preferences *preferences);
    ~MainWindow() override;

    /// What is watched, which outlives it until there is another; null while there is no server.
    void setSession(Session *session);

    /// Which outlives it; without one there is no such switch.
    void setLoginItem(LoginItem *item) { m_loginItem = item; }
    /// Says once that there is no place for the icon, for as long as it is true.
    void tellOfTray(bool isMissing);

    void open(Page page);
    /// Leads through engine, model, safety and a first run; over everything else until it is ended.
    void openSetUp();
    void openConversation(const QString &conversationId);
    void openEvent(const QString &conversationId, const QString &eventId);
    void openWorkspace(const QString &workspaceId);
    /// Asks what an agent is to do; does nothing while there is no server.
    void startConversation();

signals:
    void quitAsked();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void addPages();
    void addShortcuts();
    void addPage(Page page, const QString &icon, const QString &name, const QString &keys);
    template<typename T>
    T *madePage(Page page);
    QWidget *make(Page page);
    QWidget *makeHome();
    void focusFilter();
    void openPalette(const QString &text = {});
    void showHistory();
    void showNextQuestion();
    void scaleText(double factor);
    void togglePanel();
    QList<Command> actions();
    QList<Command> places();
    void pauseAll();
    void updateSidebar();
    void updateServer();
    void updateBadges();
    void endSetUp();

    ServerDoor *m_door;
    Preferences *m_preferences;
    LoginItem *m_loginItem = nullptr;
    Session *m_session = nullptr;
    Page m_page = Page::Home;
    std::optional<bool> m_wantsRail; ///< when somebody has said so
    Sidebar *m_sidebar;
    TrayNotice *m_trayNotice;
    QWidget *m_offline;
    QLabel *m_offlineText;
    QStackedLayout *m_whole; ///< all of the window, or what leads through the set-up
    SetUp *m_setUp = nullptr;
    QStackedWidget *m_pages;
    QHash<Page, QWidget *> m_made;
    struct PageLook
    {
        QString icon;
        QString name;
        QString keys;
    };
    QHash<Page, PageLook> m_looks;
    CommandPalette *m_palette;
    std::unique_ptr<HistorySearch> m_history; ///< of the session
};

} // namespace ui
