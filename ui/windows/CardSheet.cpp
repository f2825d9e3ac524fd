// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/CardSheet.h"

#include "ui/widgets/CardPainter.h"

#include <QPaintEvent>
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

static constexpr CardState wholeCard{.isOpen = true, .isWhole = true};
static constexpr int sheetMargin = 6;
static constexpr int sheetGap = 8;

void CardSheet::measure()
{
    m_heights.clear();
    int height = sheetMargin;
    for (const Card &card : std::as_const(m_cards)) {
        m_heights.append(layCard(card, wholeCard, 0, 0, width() - 2 * sheetMargin, nullptr)
                         + sheetGap);
        height += m_heights.last();
    }
    setFixedHeight(qMax(20, height));
}

void CardSheet::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        measure();
}

void CardSheet::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    int top = sheetMargin;
    for (qsizetype i = 0; i < m_cards.size(); top += m_heights[i++]) {
        if (top <= event->rect().bottom() && top + m_heights[i] >= event->rect().top())
            layCard(m_cards[i], wholeCard, sheetMargin, top, width() - 2 * sheetMargin, &painter);
    }
}

} // namespace ui
