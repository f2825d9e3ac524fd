// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/CardSheet.h"

#include "ui/widgets/CardPainter.h"

#include <QResizeEvent>

namespace ui {

CardSheet::CardSheet(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
{
    setAccessibleName(name);
}

void CardSheet::show(QList<Card> cards)
{
    m_cards = std::move(cards);
    QStringList words{m_name};
    for (const Card &card : std::as_const(m_cards))
        words.append(card.spoken());
    setAccessibleName(words.join(". "));
    measure();
    update();
}

int CardSheet::lay(QPainter *painter) const
{
    int top = 6;
    for (const Card &card : m_cards)
        top += layCard(card, {.isOpen = true, .isWhole = true}, 6, top, width() - 12, painter) + 8;
    return top;
}

void CardSheet::measure()
{
    setFixedHeight(qMax(20, lay(nullptr)));
}

void CardSheet::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        measure();
}

void CardSheet::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    lay(&painter);
}

} // namespace ui
