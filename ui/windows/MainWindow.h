// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Drafts.h"
#include "ui/models/ServerDoor.h"
#include "ui/models/Session.h"
#include "ui/windows/ConversationWindows.h"

#include <QBoxLayout>
#include <QSet>
#include <QWidget>

#include <optional>

class QStackedLayout;
class QStackedWidget;

namespace ui {

class Actions;
class Announcer;
class ConversationMenu;
class ConversationsPage;
class LiveConversation;
class LoginItem;
class OfflineBar;
class Preferences;
class SetUp;
class Sidebar;
class StateBar;
class TrayNotice;
class WindowPalette;
class WindowStatus;

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
    /// Whatever the preferences say: a demo has no reason to go on unseen.
    void setQuitsWhenClosed() { m_quitsWhenClosed = true; }
    /// Above all pages.
    void addBanner(QWidget *banner) { m_column->insertWidget(0, banner); }

    void open(Page page);
    /// Leads through engine, model, safety and a first run; over everything else until it is ended.
    void openSetUp();
    void openConversation(const QString &conversationId);
    /// The list of those whose agents are at work.
    void openWorking();
    /// In a window of its own, which is raised when there is one already.
    void showSettings();
    void noteHeard(const QString &conversationId, const QString &text);
    void openConversationWindow(const QString &conversationId);
    void openEvent(const QString &conversationId, const QString &eventId);
    void openWorkspace(const QString &workspaceId);
    void openSetting(const QString &name);
    /// Asks what an agent is to do; does nothing while there is no server.
    void startConversation();

    const Actions *actions() const { return m_actions; }
    const ConversationWindows &conversationWindows() const { return m_windows; }

signals:
    void quitAsked();

protected:
    void closeEvent(QCloseEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void layOut();
    void connectParts();
    void addPages();
    void connectServer(const QString &address);
    void bindActions();
    void bindPages();
    void bindLooks();
    template<typename T>
    T *madePage(Page page) const
    {
        return qobject_cast<T *>(m_made.value(page));
    }
    QWidget *make(Page page);
    QWidget *makeHome();
    QWidget *makeConversations();
    void forgetPages(bool keepConversations);
    void closeWindows();
    void retranslate();
    LiveConversation *shownConversation() const;
    QList<QWidget *> panes() const;
    QString whyNoFilter() const;
    void find();
    void focusFilter();
    void showNextQuestion();
    void scaleText(double factor);
    void toggleSidebar();
    void pauseAll();
    void pauseOrResumeAll();
    QStringList pausedTogether() const;
    void updateSidebar();
    void tellPlace();
    void endSetUp();

    ServerDoor *m_door;
    Preferences *m_preferences;
    LoginItem *m_loginItem = nullptr;
    bool m_quitsWhenClosed = false;
    Session *m_session = nullptr;
    Drafts m_drafts;
    Page m_page = Page::Home;
    QSet<QString> m_pausedTogether; ///< conversations, by the last time that all were
    std::optional<bool> m_wantsRail; ///< when somebody has said so
    Sidebar *m_sidebar;
    QBoxLayout *m_column; ///< the page, and on it what all pages say
    TrayNotice *m_trayNotice;
    OfflineBar *m_offline;
    StateBar *m_engineGone;
    QStackedLayout *m_whole; ///< all of the window, or what leads through the set-up
    SetUp *m_setUp = nullptr;
    QStackedWidget *m_pages;
    QHash<Page, QWidget *> m_made;
    Actions *m_actions;
    WindowPalette *m_palette;
    WindowStatus *m_status;
    std::unique_ptr<Announcer> m_announcer; ///< of the session
    std::unique_ptr<ConversationMenu> m_menu; ///< of the session
    ConversationWindows m_windows{[this] {
        showSettings();
    }, [this](const QString &id, const QString &text) { noteHeard(id, text); }};
};

} // namespace ui
