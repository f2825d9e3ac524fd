// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationView.h"

#include "ui/widgets/TimelineView.h"
#include "ui/windows/ApprovalCard.h"
#include "ui/windows/Ask.h"
#include "ui/windows/Composer.h"
#include "ui/windows/ConversationHeader.h"
#include "ui/windows/FindBar.h"
#include "ui/windows/ImageDialog.h"
#include "ui/windows/JsonDialog.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/TextDialog.h"

#include <QBoxLayout>
#include <QDragEnterEvent>
#include <QPainter>
#include <QUrl>

namespace ui {

ConversationView::ConversationView(QWidget *parent)
    : QWidget(parent)
    , m_header(new ConversationHeader(this))
    , m_find(new FindBar(&m_model, this))
    , m_view(new TimelineView(&m_model, this))
    , m_question(new ApprovalCard(this))
    , m_composer(new Composer(this))
    , m_needs(new NeedsServer(this))
{
    m_find->setView(m_view);
    setAcceptDrops(true);
    m_question->setObjectName("question");
    m_question->hide();
    layOut();
    updateActions();
    connect(m_composer, &Composer::said, this, [this](const Draft &draft, bool andRun) {
        m_view->follow();
        emit said(draft, andRun);
    });
    connect(m_composer, &Composer::filesGiven, this, &ConversationView::filesGiven);
    connect(m_composer, &Composer::policyAsked, this, &ConversationView::policyAsked);
    connect(m_header, &ConversationHeader::followAsked, m_view, &TimelineView::follow);
    connect(m_header, &ConversationHeader::shownAsked, this,
            [this](int shown) { m_view->setShown(TimelineView::Shown(shown)); });
    connect(m_view, &TimelineView::shownChanged, this,
            [this] { m_header->setShown(int(m_view->shown())); });
    connect(m_header, &ConversationHeader::findAsked, this, &ConversationView::find);
    connect(m_find, &FindBar::left, m_view, [this] { m_view->setFocus(Qt::OtherFocusReason); });
    connect(m_view, &TimelineView::followingChanged, this, &ConversationView::updateFollowing);
    connect(m_view, &TimelineView::jsonAsked, this,
            [this](int row) { (new JsonDialog(m_model.json(row), this))->open(); });
    connect(m_view, &TimelineView::wholeAsked, this, [this](int row) {
        const Card &card = m_model.card(row);
        (new TextDialog(card.title.section('\n', 0, 0).left(100), tr("Copy all"), card.plainText(),
                        this))
            ->open();
    });
    connect(m_view, &TimelineView::imagesAsked, this, [this](int row) {
        (new ImageDialog(tr("Images of the card"), m_model.imagesOf(row), this))->open();
    });
    connect(m_view, &TimelineView::linkAsked, this,
            [this](int row) { emit linkAsked(m_model.idOf(row)); });
    connect(m_view, &TimelineView::addressAsked, this,
            [this](const QString &address) { askToOpen(this, QUrl(address)); });
    connect(m_view, &TimelineView::settingsAsked, this, &ConversationView::settingsAsked);
    connect(m_view, &TimelineView::runAsked, this, &ConversationView::runAsked);
    connect(m_view, &TimelineView::moreStepsAsked, this, &ConversationView::moreStepsAsked);
    connect(m_view, &TimelineView::forkAsked, this,
            [this](int row) { emit forkAsked(m_model.endOf(row)); });
    connect(m_question, &ApprovalCard::allowed, this, &ConversationView::allowed);
    connect(m_question, &ApprovalCard::denied, this, &ConversationView::denied);
}

void ConversationView::layOut()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 12);
    column->addWidget(m_header);
    column->addWidget(m_find);
    column->addWidget(m_view, 1);
    column->addWidget(m_question);
    column->addWidget(m_composer);
}

void ConversationView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        updateActions();
}

void ConversationView::setSummary(const QJsonObject &item)
{
    m_header->setSummary(item);
    m_composer->setPolicy(item["confirmation_policy"].toObject());
    const QJsonValue seesImages = item["sees_images"];
    m_composer->setModel(visibleLine(item["model"].toString().section('/', -1)),
                         seesImages.isBool() ? std::optional(seesImages.toBool()) : std::nullopt);
    m_question->setPlace(item["directory"].toString(), item["workspace"].toString());
    m_state = item["state"].toString();
    m_model.setAsking(m_state == "waiting_for_confirmation");
    updateActions();
}

void ConversationView::setQuestion(const QJsonObject &question)
{
    m_question->ask(question);
    m_question->setVisible(!question.isEmpty());
}

void ConversationView::focusQuestion()
{
    if (!m_question->isHidden())
        m_question->setFocus(Qt::ShortcutFocusReason);
}

void ConversationView::setOnline(bool isOnline)
{
    m_isOnline = isOnline;
    updateActions();
}

Draft ConversationView::draft() const
{
    return m_composer->draft();
}

void ConversationView::setDraft(const Draft &draft)
{
    m_composer->setDraft(draft);
}

void ConversationView::insert(const QString &text)
{
    m_composer->insert(text);
}

void ConversationView::attach()
{
    m_composer->attach();
}

/// What is dropped anywhere here goes with the message.
void ConversationView::dragEnterEvent(QDragEnterEvent *event)
{
    if (Composer::canTake(event->mimeData()))
        event->acceptProposedAction();
}

void ConversationView::dropEvent(QDropEvent *event)
{
    m_composer->take(event->mimeData());
    m_composer->setFocus(Qt::OtherFocusReason);
    event->acceptProposedAction();
}

void ConversationView::find()
{
    m_find->open();
}

void ConversationView::findNext(int step)
{
    m_find->go(step);
}

void ConversationView::endFind()
{
    if (!m_find->isHidden())
        m_find->close();
}

void ConversationView::setSingleKeys(bool areOn)
{
    m_view->setSingleKeys(areOn);
    m_question->setSingleKeys(areOn);
}

QList<QWidget *> ConversationView::panes() const
{
    return {m_view, m_question, m_composer->focusProxy()};
}

void ConversationView::updateActions()
{
    m_model.setRunnable(m_isOnline && (m_state == "error" || m_state == "paused"));
    const QString whyOff = m_isOnline ? QString() : NeedsServer::silent();
    m_needs->setWhyOff(whyOff);
    m_view->setWhyNoFork(whyOff);
    m_needs->add({m_question});
    m_header->setOnline(m_isOnline);
    m_composer->setOnline(m_isOnline);
    m_composer->setHint(m_state == "running"
                            ? tr("Add an instruction. The agent reads it after the current step.")
                        : m_state == "waiting_for_confirmation"
                            ? tr("Write to the agent. It will see this after your decision.")
                            : tr("Write to the agent. It starts when you send."));
}

void ConversationView::updateFollowing()
{
    m_header->setFollowing(m_view->isFollowing(), m_view->unseen());
}

void ConversationView::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), theme().window);
}

} // namespace ui
