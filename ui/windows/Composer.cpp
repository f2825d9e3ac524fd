// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/Composer.h"

#include "ui/widgets/Chip.h"
#include "ui/widgets/FlowLayout.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"

#include <QAbstractTextDocumentLayout>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>

namespace ui {

static constexpr int fewestLines = 2;
static constexpr int tallestDraft = 10;

Composer::Composer(QWidget *parent)
    : QWidget(parent)
    , m_draft(new QPlainTextEdit(this))
    , m_ask(new QPushButton(icon("shield-check"), QString(), this))
    , m_model(new Chip(this))
    , m_send(new QPushButton(icon("arrow-up"), QString(), this))
{
    m_draft->setTabChangesFocus(true);
    m_draft->setFrameShape(QFrame::NoFrame);
    m_draft->installEventFilter(this);
    m_model->hide();
    setKind(m_ask, ButtonKind::Chip);
    setKind(m_send, ButtonKind::Primary);
    auto *facts = new QWidget(this);
    auto *chips = new FlowLayout;
    chips->setContentsMargins(0, 0, 0, 0);
    chips->addWidget(m_ask);
    chips->addWidget(m_model);
    facts->setLayout(chips);
    auto *below = new QHBoxLayout;
    below->addWidget(facts, 1, Qt::AlignVCenter);
    below->addWidget(m_send);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 5, 7, 7);
    column->setSpacing(2);
    column->addWidget(m_draft);
    column->addLayout(below);
    setFocusProxy(m_draft);
    connect(m_ask, &QPushButton::clicked, this, &Composer::policyAsked);
    connect(m_send, &QPushButton::clicked, this, [this] { send(true); });
    connect(m_draft, &QPlainTextEdit::textChanged, this, &Composer::update);
    connect(m_draft->document()->documentLayout(),
            &QAbstractTextDocumentLayout::documentSizeChanged, this, &Composer::fit);
    retranslate();
    update();
}

void Composer::retranslate()
{
    m_draft->setAccessibleName(tr("Message to the agent"));
    m_send->setText(tr("Send"));
    m_send->setToolTip(tr("Send and run (Ctrl+Enter)"));
    m_ask->setToolTip(tr("Change when to ask..."));
    showPolicy();
}

QString Composer::draft() const
{
    return m_draft->toPlainText();
}

void Composer::setDraft(const QString &text)
{
    if (text == draft())
        return;
    m_draft->setPlainText(text);
    m_draft->moveCursor(QTextCursor::End);
}

void Composer::setHint(const QString &text)
{
    m_draft->setPlaceholderText(text);
    // Qt draws another placeholder only when something else is drawn.
    m_draft->viewport()->update();
}

void Composer::setModel(const QString &name)
{
    m_model->say("sparkles", name, Tone::Muted);
    m_model->setVisible(!name.isEmpty());
}

static QString policyWords(const QJsonObject &policy)
{
    const QString kind = policy["kind"].toString();
    if (kind == "AlwaysConfirm")
        return Composer::tr("Asks always");
    if (kind == "NeverConfirm")
        return Composer::tr("Never asks");
    if (kind != "ConfirmRisky")
        return {};
    const QString threshold = policy["threshold"].toString();
    if (threshold == "LOW")
        return Composer::tr("Asks at low risk");
    return threshold == "MEDIUM" ? Composer::tr("Asks at medium risk")
                                 : Composer::tr("Asks at high risk");
}

void Composer::setPolicy(const QJsonObject &policy)
{
    m_policy = policy;
    showPolicy();
}

void Composer::showPolicy()
{
    m_ask->setText(policyWords(m_policy));
    m_ask->setAccessibleName(m_ask->text().isEmpty() ? m_ask->toolTip() : m_ask->text());
    m_ask->setVisible(!m_ask->text().isEmpty());
}

void Composer::setOnline(bool isOnline)
{
    m_isOnline = isOnline;
    update();
}

void Composer::update()
{
    m_ask->setEnabled(m_isOnline);
    m_send->setEnabled(m_isOnline && !m_draft->toPlainText().trimmed().isEmpty());
    fit();
}

void Composer::fit()
{
    const int lines = qBound(fewestLines, int(m_draft->document()->size().height()), tallestDraft);
    m_draft->setFixedHeight(lines * m_draft->fontMetrics().lineSpacing() + 10);
}

void Composer::send(bool andRun)
{
    const QString text = m_draft->toPlainText().trimmed();
    if (text.isEmpty() || !m_isOnline)
        return;
    m_draft->clear();
    emit said(text, andRun);
}

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        QWidget::update(); // the ring
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

void Composer::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
    else if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void Composer::paintEvent(QPaintEvent *)
{
    const bool isFocused = m_draft->hasFocus();
    const double inset = isFocused ? 1 : 0.5;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(isFocused ? QPen(theme().accent, 2) : QPen(theme().borderStrong, 1));
    painter.setBrush(theme().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 8, 8);
}

} // namespace ui
