// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationWindow.h"

#include "ui/widgets/Panes.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/TimelineView.h"
#include "ui/windows/CommandPalette.h"
#include "ui/windows/ConversationActions.h"
#include "ui/windows/ConversationHeader.h"
#include "ui/windows/ConversationView.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/OfflineBar.h"
#include "ui/windows/ShortcutsDialog.h"
#include "ui/windows/Veil.h"

#include <QBoxLayout>
#include <QEvent>
#include <QPainter>

namespace ui {

ConversationWindow::ConversationWindow(const LiveConversation::Needs &needs,
                                       const QString &conversationId)
    : m_live(new LiveConversation(needs, this))
    , m_menu(new ConversationMenu(needs.session, this))
    , m_palette(new CommandPalette(this))
    , m_actions(new Actions(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumSize(480, 400);
    resize(1020, 760);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *offline = new OfflineBar(this);
    column->addWidget(offline);
    column->addWidget(m_live, 1);
    offline->follow(needs.session->feed(), new Veil(m_live));
    bindActions(needs);
    connect(m_live, &LiveConversation::summaryChanged, this, &ConversationWindow::updateTitle);
    connect(m_live->view()->header(), &ConversationHeader::menuAsked, this,
            [this](const QPoint &place) { m_menu->show(m_live->item(), place); });
    connect(m_live, &LiveConversation::settingsAsked, this, &ConversationWindow::settingsAsked);
    connect(m_live, &LiveConversation::agentHeard, this, &ConversationWindow::agentHeard);
    connect(m_live, &LiveConversation::forkAsked, m_menu, &ConversationMenu::fork);
    connect(m_menu, &ConversationMenu::told, m_live, &LiveConversation::tell);
    connect(m_menu, &ConversationMenu::windowAsked, this, &ConversationWindow::windowAsked);
    connect(m_menu, &ConversationMenu::made, this, &ConversationWindow::windowAsked);
    connect(needs.session->conversations(), &FeedModel::told, this,
            &ConversationWindow::leaveIfGone);
    m_live->look({{"id", conversationId}});
    updateTitle();
    m_live->view()->timelineView()->setFocus();
}

void ConversationWindow::bindActions(const LiveConversation::Needs &needs)
{
    Preferences *preferences = needs.preferences;
    m_actions->setWhyNoServer(
        [feed = needs.session->feed()] { return NeedsServer::whyOffBriefly(feed); });
    bindConversation(m_actions, {[this] { return m_live; }, [this] { return m_menu; }});
    m_actions->bind(ActionId::Find, [this] { m_live->view()->find(); });
    m_actions->bind(ActionId::NextPane, [this] { focusNextPane(m_live->panes(), 1); });
    m_actions->bind(ActionId::PreviousPane, [this] { focusNextPane(m_live->panes(), -1); });
    m_actions->bind(ActionId::OpenPalette, [this] { m_palette->open(m_actions->commands()); });
    m_actions->bind(ActionId::Shortcuts, [this] { (new ShortcutsDialog(this))->open(); });
    m_actions->bind(ActionId::CloseWindow, [this] { close(); });
    m_actions->bind(ActionId::LargerText,
                    [preferences] { preferences->setTextScale(preferences->textScale() + 0.1); });
    m_actions->bind(ActionId::SmallerText,
                    [preferences] { preferences->setTextScale(preferences->textScale() - 0.1); });
    m_actions->bind(ActionId::UsualText, [preferences] { preferences->setTextScale(1); });
}

void ConversationWindow::updateTitle()
{
    setWindowTitle(visibleLine(ConversationsModel::titleOf(m_live->item())) + " – Berth");
}

void ConversationWindow::leaveIfGone(const QString &kind, const QString &id)
{
    if (kind == "removed" && id == m_live->id())
        close();
}

void ConversationWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        updateTitle();
}

void ConversationWindow::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), theme().window);
}

} // namespace ui
