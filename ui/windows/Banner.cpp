// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/Banner.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace ui {

Banner::Banner(QString icon, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_icon(std::move(icon))
    , m_buttons(new QHBoxLayout)
{
    auto *heading = new QLabel(title);
    heading->setFont(ui::font(Type::Strong));
    auto *sentence = new QLabel(text);
    sentence->setWordWrap(true);
    m_buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(52, 12, 16, 12);
    column->addWidget(heading);
    column->addWidget(sentence);
    column->addSpacing(4);
    column->addLayout(m_buttons);
    setAccessibleName(title);
}

QPushButton *Banner::addButton(const QString &text, ButtonKind kind)
{
    auto *button = new QPushButton(text);
    setKind(button, kind);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().chrome);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme().border);
    paintIcon(&painter, QRectF(24, 14, 18, 18), m_icon, theme().accent);
}

} // namespace ui
