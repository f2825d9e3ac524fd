// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationHeader.h"

#include "ui/models/Models.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TimelineView.h"
#include "ui/widgets/Type.h"
#include "ui/windows/ConversationDelegate.h"
#include "ui/windows/NeedsServer.h"

#include <QBoxLayout>
#include <QEvent>
#include <QMenu>
#include <QPushButton>

namespace ui {

ConversationHeader::ConversationHeader(QWidget *parent)
    : QWidget(parent)
    , m_back(new QPushButton(icon("arrow-left"), QString(), this))
    , m_title(new ElidedLabel(this))
    , m_state(new Chip(this))
    , m_facts(new ElidedLabel(this))
    , m_find(new QPushButton(icon("search"), QString(), this))
    , m_pause(new QPushButton(this))
    , m_stop(new QPushButton(icon("circle-stop"), QString(), this))
    , m_more(new QPushButton(icon("ellipsis"), QString(), this))
    , m_showing(new QPushButton(icon("list-filter"), QString(), this))
    , m_following(new QPushButton(icon("arrow-down-to-line"), QString(), this))
    , m_needs(new NeedsServer(this))
{
    m_title->setFont(ui::font(Type::Section));
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    m_facts->setFont(ui::font(Type::Small));
    for (QPushButton *button : {m_back, m_find, m_stop, m_more})
        setKind(button, ButtonKind::Quiet);
    setKind(m_following, ButtonKind::Chip);
    setKind(m_showing, ButtonKind::Chip);
    m_back->hide();
    layOut();
    retranslate();
    connect(m_back, &QPushButton::clicked, this, &ConversationHeader::backAsked);
    connect(m_find, &QPushButton::clicked, this, &ConversationHeader::findAsked);
    connect(m_pause, &QPushButton::clicked, this, &ConversationHeader::pauseOrResume);
    connect(m_stop, &QPushButton::clicked, this, &ConversationHeader::stopAsked);
    connect(m_more, &QPushButton::clicked, this,
            [this] { emit menuAsked(m_more->mapToGlobal(QPoint(0, m_more->height()))); });
    connect(m_showing, &QPushButton::clicked, this, &ConversationHeader::offerShown);
    connect(m_following, &QPushButton::clicked, this, &ConversationHeader::followAsked);
}

void ConversationHeader::layOut()
{
    auto *first = new QHBoxLayout;
    first->addWidget(m_back);
    first->addWidget(m_title);
    first->addWidget(m_state);
    first->addStretch();
    first->addWidget(m_find);
    first->addWidget(m_pause);
    first->addWidget(m_stop);
    first->addWidget(m_more);
    auto *second = new QHBoxLayout;
    second->addWidget(m_facts, 1);
    second->addWidget(m_showing);
    second->addWidget(m_following);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(first);
    column->addLayout(second);
}

void ConversationHeader::retranslate()
{
    m_back->setAccessibleName(tr("Back to the conversations"));
    m_back->setToolTip(tr("Back to the conversations (Alt+Left)"));
    m_find->setAccessibleName(tr("Find in this conversation"));
    m_find->setToolTip(tr("Find in this conversation (Ctrl+F)"));
    m_stop->setText(tr("Stop now"));
    m_stop->setToolTip(tr("Ends what runs at once (Ctrl+F8)"));
    m_more->setAccessibleName(tr("More about this conversation"));
    m_more->setToolTip(tr("Rename, fork, export and more"));
    update();
}

void ConversationHeader::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ConversationHeader::setSummary(const QJsonObject &item)
{
    m_item = item;
    update();
}

void ConversationHeader::setEvents(int count)
{
    if (std::exchange(m_events, count) != count)
        updateFacts();
}

void ConversationHeader::setOnline(bool isOnline)
{
    m_isOnline = isOnline;
    m_needs->setWhyOff(isOnline ? QString() : NeedsServer::silent());
    update();
}

void ConversationHeader::setBackShown(bool isShown)
{
    m_back->setVisible(isShown);
}

void ConversationHeader::setFollowing(bool isFollowing, int unseen)
{
    m_isFollowing = isFollowing;
    m_unseen = unseen;
    update();
}

void ConversationHeader::setShown(int shown)
{
    m_shown = shown;
    update();
}

QString ConversationHeader::shownWord(int shown) const
{
    switch (TimelineView::Shown(shown)) {
    case TimelineView::Shown::Messages: return tr("Messages");
    case TimelineView::Shown::Actions: return tr("Actions");
    case TimelineView::Shown::Errors: return tr("Errors");
    case TimelineView::Shown::Everything: break;
    }
    return tr("Everything");
}

void ConversationHeader::offerShown()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int shown = 0; shown <= int(TimelineView::Shown::Errors); ++shown) {
        QAction *choice = menu->addAction(shownWord(shown), this,
                                          [this, shown] { emit shownAsked(shown); });
        choice->setCheckable(true);
        choice->setChecked(shown == m_shown);
    }
    menu->popup(m_showing->mapToGlobal(QPoint(0, m_showing->height())));
}

QString ConversationHeader::whyNoPause() const
{
    if (!m_isOnline)
        return NeedsServer::silentBriefly();
    const QString state = m_item["state"].toString();
    const bool canGoOn = state == "running" || state == "paused" || state == "error"
                         || state == "stuck";
    return canGoOn ? QString() : tr("the agent is not at work");
}

QString ConversationHeader::whyNoStop() const
{
    if (!m_isOnline)
        return NeedsServer::silentBriefly();
    return m_item["state"] == "running" ? QString() : tr("the agent is not at work");
}

void ConversationHeader::pauseOrResume()
{
    if (m_item["state"] == "running")
        emit pauseAsked();
    else
        emit resumeAsked();
}

void ConversationHeader::update()
{
    const QString state = m_item["state"].toString();
    const bool isRunning = state == "running";
    m_title->setText(visibleLine(ConversationsModel::titleOf(m_item)));
    const StateLook look = lookOf(state);
    m_state->say(look.icon, stateWord(state), look.tone);
    updateFacts();
    m_pause->setText(isRunning ? tr("Pause") : tr("Resume"));
    m_pause->setToolTip(isRunning ? tr("Pauses after the current step (F8)")
                                  : tr("Lets the agent go on (F8)"));
    m_pause->setIcon(isRunning ? icon("circle-pause") : icon("circle-play"));
    const bool canGoOn = isRunning || state == "paused" || state == "error" || state == "stuck";
    m_pause->setVisible(canGoOn);
    m_stop->setVisible(isRunning);
    m_needs->allow(m_pause, canGoOn);
    m_needs->allow(m_stop, isRunning);
    m_showing->setText(shownWord(m_shown));
    m_showing->setAccessibleName(tr("Shown: %1").arg(shownWord(m_shown)));
    m_showing->setToolTip(tr("Which cards are shown"));
    m_following->setText(m_isFollowing ? tr("Following")
                         : m_unseen    ? tr("%n new", nullptr, m_unseen)
                                       : tr("To the end"));
}

void ConversationHeader::updateFacts()
{
    QStringList facts;
    for (const char *name : {"user", "model", "workspace"})
        if (const QString fact = visibleLine(m_item[name].toString()); !fact.isEmpty())
            facts.append(fact.section('/', -1));
    if (const double cost = m_item["cost"].toDouble(); cost > 0)
        facts.append(money(cost));
    if (m_events > 0)
        facts.append(tr("%n event(s)", nullptr, m_events));
    m_facts->setText(facts.join(" · "));
}

} // namespace ui
