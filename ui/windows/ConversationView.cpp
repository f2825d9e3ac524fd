// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationView.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TimelineView.h"
#include "ui/windows/ApprovalCard.h"
#include "ui/windows/ConversationHeader.h"
#include "ui/windows/FindBar.h"
#include "ui/windows/JsonDialog.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>

namespace ui {

ConversationView::ConversationView(QWidget *parent)
    : QWidget(parent)
    , m_header(new ConversationHeader(this))
    , m_find(new FindBar(&m_model, this))
    , m_view(new TimelineView(&m_model, this))
    , m_question(new ApprovalCard(this))
    , m_draft(new QPlainTextEdit(this))
    , m_send(new QPushButton(icon("arrow-up"), QString(), this))
{
    m_find->setView(m_view);
    m_draft->setTabChangesFocus(true);
    m_draft->setFixedHeight(3 * m_draft->fontMetrics().lineSpacing() + 12);
    m_draft->installEventFilter(this);
    m_question->setObjectName("question");
    m_question->hide();
    setKind(m_send, ButtonKind::Primary);
    layOut();
    retranslate();

    connect(m_send, &QPushButton::clicked, this, [this] { send(true); });
    connect(m_header, &ConversationHeader::followAsked, m_view, &TimelineView::follow);
    connect(m_header, &ConversationHeader::findAsked, this, &ConversationView::find);
    connect(m_find, &FindBar::left, m_view, [this] { m_view->setFocus(Qt::OtherFocusReason); });
    connect(m_view, &TimelineView::followingChanged, this, &ConversationView::updateFollowing);
    connect(m_view, &TimelineView::jsonAsked, this,
            [this](int row) { (new JsonDialog(m_model.json(row), this))->open(); });
    connect(m_draft, &QPlainTextEdit::textChanged, this, &ConversationView::updateActions);
    connect(m_question, &ApprovalCard::allowed, this, &ConversationView::allowed);
    connect(m_question, &ApprovalCard::denied, this, &ConversationView::denied);
}

void ConversationView::layOut()
{
    auto *writing = new QHBoxLayout;
    writing->addWidget(m_draft, 1);
    writing->addWidget(m_send, 0, Qt::AlignBottom);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 12);
    column->addWidget(m_header);
    column->addWidget(m_find);
    column->addWidget(m_view, 1);
    column->addWidget(m_question);
    column->addLayout(writing);
}

void ConversationView::retranslate()
{
    m_draft->setAccessibleName(tr("Message to the agent"));
    m_send->setText(tr("Send"));
    updateActions();
}

void ConversationView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ConversationView::setSummary(const QJsonObject &item)
{
    m_header->setSummary(item);
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
    m_header->setOnline(isOnline);
    updateActions();
}

QString ConversationView::draft() const
{
    return m_draft->toPlainText();
}

void ConversationView::setDraft(const QString &text)
{
    if (text == draft())
        return;
    m_draft->setPlainText(text);
    m_draft->moveCursor(QTextCursor::End);
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
    return {m_view, m_question, m_draft};
}

void ConversationView::updateActions()
{
    m_question->setEnabled(m_isOnline);
    m_send->setEnabled(m_isOnline && !draft().trimmed().isEmpty());
    m_draft->setPlaceholderText(
        m_state == "running" ? tr("Add an instruction. The agent reads it after the current step.")
        : m_state == "waiting_for_confirmation"
            ? tr("Write to the agent. It will see this after your decision.")
            : tr("Write to the agent. It starts when you send."));
    // Qt draws another placeholder only when something else is drawn.
    m_draft->viewport()->update();
}

void ConversationView::updateFollowing()
{
    m_header->setFollowing(m_view->isFollowing(), m_view->unseen());
}

void ConversationView::send(bool andRun)
{
    const QString text = draft().trimmed();
    if (text.isEmpty() || !m_isOnline)
        return;
    m_draft->clear();
    m_view->follow();
    emit said(text, andRun);
}

bool ConversationView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_draft && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isReturn = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isReturn && key->modifiers() & Qt::ControlModifier) {
            send(!(key->modifiers() & Qt::ShiftModifier));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ConversationView::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), theme().window);
}

} // namespace ui
