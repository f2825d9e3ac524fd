// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done in the main window, and how.
#include "ui/widgets/Panes.h"
#include "ui/widgets/Preferences.h"
#include "ui/windows/Actions.h"
#include "ui/windows/ConversationActions.h"
#include "ui/windows/ConversationView.h"
#include "ui/windows/ConversationsPage.h"
#include "ui/windows/KeysPage.h"
#include "ui/windows/LogsPage.h"
#include "ui/windows/MainWindow.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/NewConversationDialog.h"
#include "ui/windows/SettingsPage.h"
#include "ui/windows/ShortcutsDialog.h"
#include "ui/windows/Sidebar.h"
#include "ui/windows/WindowPalette.h"
#include "ui/windows/WorkspacesPage.h"

#include <QListWidget>

namespace ui {

void MainWindow::bindPages()
{
    using enum ActionId;
    const QList<std::pair<ActionId, Page>> pages{{OpenHome, Page::Home},
                                                 {OpenInbox, Page::Inbox},
                                                 {OpenConversations, Page::Conversations},
                                                 {OpenWorkspaces, Page::Workspaces},
                                                 {OpenLogs, Page::Logs},
                                                 {OpenMetrics, Page::Metrics},
                                                 {OpenAlerts, Page::Alerts},
                                                 {OpenKeys, Page::Keys},
                                                 {OpenSettings, Page::Settings}};
    for (const auto &[id, page] : pages)
        m_actions->bind(id, [this, page] {
            open(page);
            m_made.value(page)->setFocus(Qt::ShortcutFocusReason);
        });
}

void MainWindow::bindLooks()
{
    using enum ActionId;
    m_actions->bind(LargerText, [this] { scaleText(m_preferences->textScale() + 0.1); });
    m_actions->bind(SmallerText, [this] { scaleText(m_preferences->textScale() - 0.1); });
    m_actions->bind(UsualText, [this] { scaleText(1); });
    m_actions->bind(LightTheme, [this] { m_preferences->setLook(Preferences::Look::Light); });
    m_actions->bind(DarkTheme, [this] { m_preferences->setLook(Preferences::Look::Dark); });
    m_actions->bind(SystemTheme, [this] { m_preferences->setLook(Preferences::Look::System); });
    m_actions->bind(ToggleSidebar, [this] { toggleSidebar(); });
}

void MainWindow::bindActions()
{
    using enum ActionId;
    m_actions->setWhyNoServer(
        [this] { return NeedsServer::whyOffBriefly(m_session ? m_session->feed() : nullptr); });
    const auto working = [this] {
        return m_session ? m_session->conversations()->count("running") : 0;
    };
    bindPages();
    bindConversation(m_actions,
                     {[this] { return shownConversation(); }, [this] { return m_menu.get(); }});
    bindLooks();
    m_actions->bind(OpenPalette, [this] { m_palette->open(); });
    m_actions->bind(NewConversation, [this] { startConversation(); });
    m_actions->bind(NextQuestion, [this] { showNextQuestion(); }, [this] {
        const bool isAsked = m_session && m_session->waiting()->rowCount() > 0;
        return isAsked ? QString() : tr("nothing needs you");
    });
    m_actions->bind(SearchHistory, [this] { m_palette->open("# "); });
    m_actions->bind(PauseAll, [this] { pauseOrResumeAll(); }, [this, working] {
        return working() || !pausedTogether().isEmpty() ? QString() : tr("nothing is working");
    }, [this, working] {
        return working() ? tr("pauses %n", nullptr, working())
                         : tr("resumes %n", nullptr, int(pausedTogether().size()));
    });
    m_actions->bind(Find, [this] { find(); },
                    [this] { return shownConversation() ? QString() : whyNoFilter(); });
    m_actions->bind(FocusFilter, [this] { focusFilter(); }, [this] { return whyNoFilter(); });
    m_actions->bind(NextPane, [this] { focusNextPane(panes(), 1); });
    m_actions->bind(PreviousPane, [this] { focusNextPane(panes(), -1); });
    m_actions->bind(Back, [this] { madePage<ConversationsPage>(m_page)->close(); }, [this] {
        const auto *page = madePage<ConversationsPage>(m_page);
        return page && page->isListHidden() ? QString() : tr("the list is in sight");
    });
    m_actions->bind(SetUp, [this] { openSetUp(); });
    m_actions->bind(ConnectServer, [this] { connectServer({}); });
    m_actions->bind(Shortcuts, [this] { (new ShortcutsDialog(this))->open(); });
    m_actions->bind(CloseWindow, [this] { close(); });
    m_actions->bind(Quit, [this] { emit quitAsked(); });
}

LiveConversation *MainWindow::shownConversation() const
{
    const auto *page = madePage<ConversationsPage>(m_page);
    return page && !page->live()->id().isEmpty() ? page->live() : nullptr;
}

QList<QWidget *> MainWindow::panes() const
{
    QList<QWidget *> panes{m_sidebar->findChild<QListWidget *>()};
    if (const auto *page = madePage<ConversationsPage>(m_page))
        return panes + page->panes();
    return panes + QList<QWidget *>{m_made.value(m_page)};
}

QString MainWindow::whyNoFilter() const
{
    const bool hasFilter = madePage<ConversationsPage>(m_page) || madePage<WorkspacesPage>(m_page)
                           || madePage<LogsPage>(m_page) || madePage<SettingsPage>(m_page);
    return hasFilter ? QString() : tr("this page has no filter");
}

void MainWindow::focusFilter()
{
    if (auto *conversations = madePage<ConversationsPage>(m_page))
        conversations->focusFilter();
    else if (auto *workspaces = madePage<WorkspacesPage>(m_page))
        workspaces->focusFilter();
    else if (auto *logs = madePage<LogsPage>(m_page))
        logs->focusFilter();
    else if (auto *settings = madePage<SettingsPage>(m_page))
        settings->focusFilter();
}

/// In the conversation that is shown, else among what the page lists.
void MainWindow::find()
{
    if (LiveConversation *live = shownConversation())
        live->view()->find();
    else
        focusFilter();
}

/// The oldest question, ready for an answer by a key.
void MainWindow::showNextQuestion()
{
    const QString id = m_session->waiting()->item(0)["conversation_id"].toString();
    // What a workspace asks for belongs to no conversation.
    if (id.isEmpty()) {
        open(Page::Inbox);
        m_made.value(Page::Inbox)->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    openConversation(id);
    if (auto *page = madePage<ConversationsPage>(Page::Conversations))
        page->live()->focusQuestion();
}

void MainWindow::startConversation()
{
    if (!m_session)
        return;
    auto *dialog = new NewConversationDialog(m_session, m_preferences->asking(), this);
    connect(dialog, &NewConversationDialog::made, this, &MainWindow::openConversation);
    dialog->open();
}

void MainWindow::pauseAll()
{
    m_pausedTogether.clear();
    for (int row = 0; m_session && row < m_session->conversations()->rowCount(); ++row) {
        const QJsonObject item = m_session->conversations()->item(row);
        if (item["state"] != "running")
            continue;
        m_pausedTogether.insert(item["id"].toString());
        core::spawn(m_session->commands()->pause(item["id"].toString()), "pausing an agent");
    }
}

/// Those that still are paused of those that were paused together here.
QStringList MainWindow::pausedTogether() const
{
    QStringList ids;
    for (int row = 0; m_session && row < m_session->conversations()->rowCount(); ++row) {
        const QJsonObject item = m_session->conversations()->item(row);
        if (item["state"] == "paused" && m_pausedTogether.contains(item["id"].toString()))
            ids.append(item["id"].toString());
    }
    return ids;
}

void MainWindow::pauseOrResumeAll()
{
    if (m_session && m_session->conversations()->count("running") > 0)
        return pauseAll();
    for (const QString &id : pausedTogether())
        core::spawn(m_session->commands()->run(id), "resuming an agent");
    m_pausedTogether.clear();
}

void MainWindow::scaleText(double factor)
{
    m_preferences->setTextScale(factor);
}

void MainWindow::toggleSidebar()
{
    m_wantsRail = !m_sidebar->isRail();
    updateSidebar();
}

} // namespace ui
