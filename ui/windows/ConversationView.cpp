// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationView.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TimelineView.h"
#include "ui/widgets/Type.h"
#include "ui/windows/ApprovalCard.h"

#include <QBoxLayout>
#include <QJsonArray>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>

namespace ui {

ConversationView::ConversationView(QWidget *parent)
    : QWidget(parent)
    , m_view(new TimelineView(&m_model, this))
    , m_back(new QPushButton(icon("arrow-left"), QString(), this))
    , m_title(new ElidedLabel(this))
    , m_stateWord(new QLabel(this))
    , m_facts(new ElidedLabel(this))
    , m_pause(new QPushButton(this))
    , m_stop(new QPushButton(icon("circle-stop"), tr("Stop now"), this))
    , m_following(new QPushButton(icon("arrow-down-to-line"), tr("Following"), this))
    , m_question(new ApprovalCard(this))
    , m_draft(new QPlainTextEdit(this))
    , m_send(new QPushButton(icon("arrow-up"), tr("Send"), this))
{
    m_stateWord->setTextFormat(Qt::PlainText);
    m_back->setAccessibleName(tr("Back to the conversations"));
    m_back->setToolTip(tr("Back to the conversations (Alt+Left)"));
    m_back->setShortcut(QKeySequence("Alt+Left"));
    m_back->hide();
    setKind(m_back, ButtonKind::Quiet);
    m_title->setFont(ui::font(Type::Section));
    m_stateWord->setFont(ui::font(Type::Strong));
    m_facts->setFont(ui::font(Type::Small));
    m_draft->setAccessibleName(tr("Message to the agent"));
    m_draft->setTabChangesFocus(true);
    m_draft->setFixedHeight(3 * m_draft->fontMetrics().lineSpacing() + 12);
    m_draft->installEventFilter(this);
    m_question->setObjectName("question");
    m_question->hide();
    m_stop->setShortcut(QKeySequence("Ctrl+F8"));
    m_stop->setToolTip(tr("Ends what runs at once (Ctrl+F8)"));
    setKind(m_send, ButtonKind::Primary);
    setKind(m_stop, ButtonKind::Quiet);
    setKind(m_following, ButtonKind::Quiet);
    layOut();

    connect(m_back, &QPushButton::clicked, this, &ConversationView::backAsked);
    connect(m_send, &QPushButton::clicked, this, [this] { send(true); });
    connect(m_stop, &QPushButton::clicked, this, &ConversationView::stopAsked);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_state == "running")
            emit pauseAsked();
        else
            emit resumeAsked();
    });
    connect(m_following, &QPushButton::clicked, m_view, &TimelineView::follow);
    connect(m_view, &TimelineView::followingChanged, this, &ConversationView::updateFollowing);
    connect(m_draft, &QPlainTextEdit::textChanged, this, &ConversationView::updateActions);
    connect(m_question, &ApprovalCard::allowed, this, &ConversationView::allowed);
    connect(m_question, &ApprovalCard::denied, this, &ConversationView::denied);
    updateActions();
}

void ConversationView::layOut()
{
    auto *first = new QHBoxLayout;
    first->addWidget(m_back);
    first->addWidget(m_title, 1);
    first->addWidget(m_stateWord);
    first->addSpacing(8);
    first->addWidget(m_pause);
    first->addWidget(m_stop);
    auto *second = new QHBoxLayout;
    second->addWidget(m_facts, 1);
    second->addWidget(m_following);
    auto *writing = new QHBoxLayout;
    writing->addWidget(m_draft, 1);
    writing->addWidget(m_send, 0, Qt::AlignBottom);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 12);
    column->addLayout(first);
    column->addLayout(second);
    column->addWidget(m_view, 1);
    column->addWidget(m_question);
    column->addLayout(writing);
}

static QString wordOf(const QString &state)
{
    static const QHash<QString, QString> words{{"idle", ConversationView::tr("Idle")},
                                               {"running", ConversationView::tr("Working")},
                                               {"waiting_for_confirmation",
                                                ConversationView::tr("Waiting for you")},
                                               {"paused", ConversationView::tr("Paused")},
                                               {"finished", ConversationView::tr("Finished")},
                                               {"error", ConversationView::tr("Failed")},
                                               {"stuck", ConversationView::tr("Stuck")}};
    return words.value(state, state);
}

void ConversationView::setSummary(const QJsonObject &item)
{
    const QString title = visibleLine(item["title"].toString());
    m_title->setText(title.isEmpty() ? tr("New conversation") : title);
    m_state = item["state"].toString();
    m_stateWord->setText(wordOf(m_state));
    m_model.setAsking(m_state == "waiting_for_confirmation");
    QStringList facts;
    for (const char *name : {"user", "model", "workspace"})
        if (const QString fact = visibleLine(item[name].toString()); !fact.isEmpty())
            facts.append(fact);
    if (const double cost = item["cost"].toDouble(); cost > 0)
        facts.append(money(cost));
    m_facts->setText(facts.join(" · "));
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

void ConversationView::setBackShown(bool isShown)
{
    m_back->setVisible(isShown);
}

void ConversationView::updateActions()
{
    const bool isRunning = m_state == "running";
    m_pause->setText(isRunning ? tr("Pause") : tr("Resume"));
    m_pause->setIcon(isRunning ? icon("circle-pause") : icon("circle-play"));
    // A button forgets its shortcut with its text.
    m_pause->setShortcut(QKeySequence("F8"));
    m_pause->setEnabled(
        m_isOnline
        && (isRunning || m_state == "paused" || m_state == "error" || m_state == "stuck"));
    m_stop->setEnabled(m_isOnline && isRunning);
    m_question->setEnabled(m_isOnline);
    m_send->setEnabled(m_isOnline && !m_draft->toPlainText().trimmed().isEmpty());
    m_draft->setPlaceholderText(
        isRunning ? tr("Add an instruction. The agent reads it after the current step.")
        : m_state == "waiting_for_confirmation"
            ? tr("Write to the agent. It will see this after your decision.")
            : tr("Write to the agent. It starts when you send."));
    // Qt draws another placeholder only when something else is drawn.
    m_draft->viewport()->update();
}

void ConversationView::updateFollowing()
{
    m_following->setText(m_view->isFollowing() ? tr("Following")
                                               : tr("%n new", nullptr, m_view->unseen()));
}

void ConversationView::send(bool andRun)
{
    const QString text = m_draft->toPlainText().trimmed();
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
