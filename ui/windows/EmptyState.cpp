// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/EmptyState.h"

#include "ui/widgets/Mark.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QPainter>
#include <QPushButton>

namespace ui {

static constexpr int widestText = 360;

EmptyState::EmptyState(const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_button(new QPushButton(this))
{
    setKind(m_button, ButtonKind::Primary);
    connect(m_button, &QPushButton::clicked, this, &EmptyState::answered);
    setWords(title, text);
}

void EmptyState::setWords(const QString &title, const QString &text, const QString &verb)
{
    m_title = title;
    m_text = text;
    m_button->setText(verb);
    m_button->setVisible(!verb.isEmpty());
    m_button->setFocusPolicy(verb.isEmpty() ? Qt::NoFocus : Qt::StrongFocus);
    setAccessibleName(title + ". " + text);
    place();
    update();
}

void EmptyState::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

/// The button below what the text takes.
void EmptyState::place()
{
    const int wide = qMin(widestText, width() - 32);
    const int text =
        fontMetrics().boundingRect(QRect(0, 0, wide, 1000), Qt::TextWordWrap, m_text).height();
    m_button->resize(m_button->sizeHint());
    m_button->move((width() - m_button->width()) / 2, height() / 2 + text + 20);
}

void EmptyState::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect ground(width() / 2 - 36, height() / 2 - 120, 72, 72);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().accentSoft);
    painter.drawRoundedRect(ground, 12, 12);
    paintMark(&painter, QRectF(ground).adjusted(16, 16, -16, -16), MarkState::Idle, theme().accent);
    painter.setFont(ui::font(Type::Section));
    painter.setPen(theme().text);
    painter.drawText(QRect(0, ground.bottom() + 18, width(), 26), Qt::AlignCenter, m_title);
    painter.setFont(ui::font(Type::Body));
    painter.setPen(theme().muted);
    const int wide = qMin(widestText, width() - 32);
    painter.drawText(QRect((width() - wide) / 2, ground.bottom() + 50, wide, 100),
                     Qt::AlignHCenter | Qt::TextWordWrap, m_text);
}

} // namespace ui
