// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ApprovalCard.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QInputDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTimer>

namespace ui {

static constexpr std::chrono::milliseconds sleep{600};
static constexpr qint64 secondPress = 3000;

static QLabel *plainLabel(Type type, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setFont(ui::font(type));
    label->setWordWrap(true);
    return label;
}

ApprovalCard::ApprovalCard(QWidget *parent)
    : QWidget(parent)
    , m_title(plainLabel(Type::Section, this))
    , m_risk(plainLabel(Type::Strong, this))
    , m_actions(new QPlainTextEdit(this))
    , m_reasons(plainLabel(Type::Small, this))
    , m_note(plainLabel(Type::Small, this))
    , m_allow(new QPushButton(icon("check"), QString(), this))
    , m_deny(new QPushButton(icon("ban"), QString(), this))
{
    setFocusPolicy(Qt::StrongFocus);
    m_actions->setReadOnly(true);
    m_actions->setFont(ui::font(Type::Code));
    m_actions->setTabChangesFocus(true);
    setKind(m_allow, ButtonKind::Answer);
    setKind(m_deny, ButtonKind::Danger);
    for (QPushButton *button : {m_allow, m_deny})
        button->setAutoDefault(false);

    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    m_risk->setWordWrap(false);
    head->addWidget(m_risk);
    auto *answers = new QHBoxLayout;
    answers->addWidget(m_allow);
    answers->addWidget(m_note, 1);
    answers->addWidget(m_deny);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(10);
    column->addLayout(head);
    column->addWidget(m_actions);
    column->addWidget(m_reasons);
    column->addLayout(answers);
    connect(m_allow, &QPushButton::clicked, this, &ApprovalCard::allow);
    connect(m_deny, &QPushButton::clicked, this, &ApprovalCard::deny);
    retranslate();
}

void ApprovalCard::retranslate()
{
    m_allow->setText(tr("&Allow once"));
    m_deny->setText(tr("&Deny..."));
    m_actions->setAccessibleName(tr("What the agent wants to do"));
    if (!m_question.isEmpty())
        showQuestion();
}

void ApprovalCard::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ApprovalCard::setSingleKeys(bool areOn)
{
    m_hasSingleKeys = areOn;
    if (!m_question.isEmpty())
        showQuestion();
}

/// An action whole, as what would run.
static QString wholeAction(const QJsonObject &action)
{
    QJsonObject arguments = action["action"].toObject();
    const QString command = arguments["command"].toString();
    // Other tools have a command too, which is only the first of what they are told.
    if (!command.isEmpty() && action["tool"] == "terminal")
        return visible(command);
    arguments.remove("kind");
    return visible(action["tool"].toString() + " "
                   + QString::fromUtf8(QJsonDocument(arguments).toJson()).trimmed());
}

static QString riskText(const QString &risk)
{
    if (risk == "LOW")
        return ApprovalCard::tr("Low risk");
    if (risk == "MEDIUM")
        return ApprovalCard::tr("Medium risk");
    return risk == "HIGH" ? ApprovalCard::tr("High risk") : ApprovalCard::tr("Risk not rated");
}

void ApprovalCard::ask(const QJsonObject &question)
{
    QStringList ids;
    for (const QJsonValue &action : question["actions"].toArray())
        ids.append(action["id"].toString());
    if (ids == m_actionIds)
        return;
    m_question = question;
    m_actionIds = ids;
    m_isHighRisk = question["risk"] == "HIGH";
    m_pressed.invalidate();
    m_note->clear();
    showQuestion();
    m_allow->setEnabled(false);
    m_deny->setEnabled(false);
    QTimer::singleShot(sleep, this, &ApprovalCard::wake);
}

void ApprovalCard::showQuestion()
{
    QStringList texts, reasons;
    const QJsonArray actions = m_question["actions"].toArray();
    for (const QJsonValue &action : actions)
        texts.append(wholeAction(action.toObject()));
    const QString risk = riskText(m_question["risk"].toString());
    m_title->setText(actions.size() == 1
                         ? tr("Run this action?")
                         : tr("Run these %n action(s)?", nullptr, int(actions.size())));
    m_risk->setText(risk);
    setAccessibleName(tr("Question, %1: %2").arg(risk.toLower(), texts.join(", ")));
    setAccessibleDescription(m_hasSingleKeys
                                 ? tr("Press A to allow it once, D to deny it, R to show more.")
                                 : QString());
    m_actions->setPlainText(texts.join("\n\n"));
    const int lines = qBound(1, int(m_actions->toPlainText().count('\n')) + 1, 12);
    m_actions->setFixedHeight(lines * m_actions->fontMetrics().lineSpacing() + 16);
    for (const QJsonValue &reason : m_question["reasons"].toArray())
        reasons.append("• " + visibleLine(reason["text"].toString()));
    m_reasons->setText(tr("Why am I asked?") + "\n" + reasons.join('\n'));
    m_reasons->setVisible(!reasons.isEmpty());
}

/// A page further, and from the end back to the beginning.
void ApprovalCard::showMore()
{
    QScrollBar *bar = m_actions->verticalScrollBar();
    bar->setValue(bar->value() >= bar->maximum() ? 0 : bar->value() + bar->pageStep());
}

void ApprovalCard::wake()
{
    m_allow->setEnabled(true);
    m_deny->setEnabled(true);
}

void ApprovalCard::allow()
{
    const bool isSecond = m_pressed.isValid() && m_pressed.elapsed() < secondPress;
    if (m_isHighRisk && !isSecond) {
        m_pressed.start();
        m_note->setText(tr("High risk: press once more within 3 seconds to allow it."));
        return;
    }
    emit allowed(m_actionIds);
}

void ApprovalCard::deny()
{
    // What is denied is what was shown when the button was pressed.
    const QStringList ids = m_actionIds;
    QInputDialog dialog(this);
    dialog.setWindowTitle(tr("Deny"));
    dialog.setLabelText(tr("Why not? The agent reads it and goes on."));
    dialog.setOkButtonText(tr("Deny and go on"));
    dialog.setCancelButtonText(tr("Cancel"));
    if (dialog.exec() == QDialog::Accepted)
        emit denied(ids, dialog.textValue());
}

void ApprovalCard::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = m_hasSingleKeys && event->modifiers() == Qt::NoModifier
                         && !event->isAutoRepeat();
    if (isPlain && event->key() == Qt::Key_A)
        m_allow->click();
    else if (isPlain && event->key() == Qt::Key_D)
        m_deny->click();
    else if (isPlain && event->key() == Qt::Key_R)
        showMore();
    else
        QWidget::keyPressEvent(event);
}

void ApprovalCard::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void ApprovalCard::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void ApprovalCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(theme().surface);
    painter.setPen(QPen(hasFocus() ? theme().accent : theme().wait, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    if (hasFocus()) {
        painter.setPen(QPen(theme().wait, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(4, 4, -4, -4), 6, 6);
    }
}

} // namespace ui
