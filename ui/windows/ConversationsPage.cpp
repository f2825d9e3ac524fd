// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationsPage.h"

#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/TimelineView.h"
#include "ui/windows/ConversationHeader.h"
#include "ui/windows/ConversationList.h"
#include "ui/windows/ConversationView.h"
#include "ui/windows/EmptyState.h"
#include "ui/windows/NeedsServer.h"

#include <QBoxLayout>
#include <QEvent>
#include <QListView>
#include <QSplitter>
#include <QStackedWidget>

namespace ui {

static constexpr int sharedPlaceWidth = 820; // of the window; below list and timeline take turns

ConversationsPage::ConversationsPage(const LiveConversation::Needs &needs, QWidget *parent)
    : QWidget(parent)
    , m_splitter(new QSplitter(this))
    , m_list(new ConversationList(needs.session))
    , m_places(new QStackedWidget)
    , m_nothing(new EmptyState({}, {}))
    , m_live(new LiveConversation(needs))
{
    m_places->addWidget(m_nothing);
    m_places->addWidget(m_live);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_places);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({272, 806});
    m_splitter->setChildrenCollapsible(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_splitter);
    focusFirst(this, m_list->findChild<QListView *>());
    retranslate();

    ConversationHeader *header = m_live->view()->header();
    (new NeedsServer(needs.session->feed(), this))->add({m_nothing->button()});
    connect(m_nothing, &EmptyState::answered, this, &ConversationsPage::newAsked);
    connect(m_list, &ConversationList::newAsked, this, &ConversationsPage::newAsked);
    connect(m_list, &ConversationList::currentChanged, this, &ConversationsPage::look);
    connect(m_list, &ConversationList::opened, this,
            [this] { m_live->view()->timelineView()->setFocus(Qt::OtherFocusReason); });
    connect(m_list, &ConversationList::eventChosen, m_live, &LiveConversation::goTo);
    connect(m_list, &ConversationList::menuAsked, this,
            [this, session = needs.session](const QString &id, const QPoint &place) {
        emit menuAsked(session->conversations()->item(id), place);
    });
    connect(header, &ConversationHeader::menuAsked, this,
            [this](const QPoint &place) { emit menuAsked(m_live->item(), place); });
    connect(m_live, &LiveConversation::forkAsked, this, &ConversationsPage::forkAsked);
    connect(header, &ConversationHeader::backAsked, this, &ConversationsPage::close);
}

void ConversationsPage::retranslate()
{
    m_nothing->setWords(tr("No conversation is open"),
                        tr("Choose one here, or point your SDK script at this server. It appears "
                           "the moment the script connects."),
                        tr("New conversation"));
}

void ConversationsPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ConversationsPage::open(const QString &conversationId)
{
    m_list->open(conversationId);
}

void ConversationsPage::openEvent(const QString &conversationId, const QString &eventId)
{
    m_list->open(conversationId);
    m_live->goTo(eventId);
}

void ConversationsPage::close()
{
    m_list->close();
    m_list->focusList();
}

void ConversationsPage::showWorking()
{
    close();
    m_list->showWorking();
}

void ConversationsPage::tell(const QString &text, bool isDone)
{
    if (m_live->id().isEmpty())
        m_list->tell(text, isDone);
    else
        m_live->tell(text, isDone);
}

bool ConversationsPage::isListHidden() const
{
    return m_list->isHidden();
}

void ConversationsPage::focusFilter()
{
    if (m_list->isHidden())
        close();
    m_list->focusFilter();
}

QList<QWidget *> ConversationsPage::panes() const
{
    return QList<QWidget *>{m_list->findChild<QListView *>()} + m_live->panes();
}

void ConversationsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_isNarrow = window()->width() < sharedPlaceWidth;
    m_list->setAlone(m_isNarrow);
    updatePlaces();
}

void ConversationsPage::updatePlaces()
{
    const bool isOpen = !m_list->current().isEmpty();
    m_list->setVisible(!m_isNarrow || !isOpen);
    m_places->setVisible(!m_isNarrow || isOpen);
    m_live->view()->header()->setBackShown(m_isNarrow);
}

void ConversationsPage::look()
{
    m_places->setCurrentIndex(m_list->current().isEmpty() ? 0 : 1);
    updatePlaces();
    m_live->look(m_list->currentItem());
}

} // namespace ui
