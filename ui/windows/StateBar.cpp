// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/StateBar.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace ui {

StateBar::StateBar(QString icon, QWidget *parent)
    : QWidget(parent)
    , m_icon(std::move(icon))
    , m_text(new QLabel(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(52, 6, 16, 6);
    row->addWidget(m_text, 1);
}

void StateBar::setText(const QString &text)
{
    m_text->setText(text);
}

QPushButton *StateBar::addButton()
{
    auto *button = new QPushButton(this);
    setKind(button, ButtonKind::Quiet);
    layout()->addWidget(button);
    return button;
}

void StateBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().warnSoft);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme().warn);
    paintIcon(&painter, QRectF(26, height() / 2.0 - 8, 16, 16), m_icon, theme().warn);
}

} // namespace ui
