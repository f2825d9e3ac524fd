// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/FlowLayout.h"

#include <QWidget>

namespace ui {

FlowLayout::FlowLayout(Last last, int gap, QWidget *parent)
    : QLayout(parent)
    , m_last(last)
    , m_gap(gap)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.emplace_back(item);
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[size_t(index)].get() : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    if (!itemAt(index))
        return nullptr;
    QLayoutItem *item = m_items[size_t(index)].release();
    m_items.erase(m_items.begin() + index);
    return item;
}

int FlowLayout::heightForWidth(int width) const
{
    return flow({0, 0, width, 0}, Move::No);
}

QSize FlowLayout::sizeHint() const
{
    QSize whole(-m_gap, 0);
    for (const auto &item : m_items) {
        if (!item->isEmpty())
            whole = {whole.width() + m_gap + item->sizeHint().width(),
                     qMax(whole.height(), item->sizeHint().height())};
    }
    return whole.expandedTo({0, 0});
}

QSize FlowLayout::minimumSize() const
{
    QSize widest;
    for (const auto &item : m_items) {
        if (!item->isEmpty())
            widest = widest.expandedTo(item->sizeHint());
    }
    return widest;
}

void FlowLayout::setGeometry(const QRect &place)
{
    QLayout::setGeometry(place);
    flow(place, Move::Yes);
}

/// \return how high it is.
int FlowLayout::flow(const QRect &place, Move move) const
{
    int left = 0, top = 0, tall = 0;
    for (const auto &item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize size = item->sizeHint();
        if (left > 0 && left + size.width() > place.width()) {
            left = 0;
            top += tall + m_gap;
            tall = 0;
        }
        const bool isAtEnd = m_last == Last::AtTheEnd && item == m_items.back();
        const int x = isAtEnd ? qMax(left, place.width() - size.width()) : left;
        if (move == Move::Yes)
            item->setGeometry(QRect(place.topLeft() + QPoint(x, top), size));
        left = x + size.width() + m_gap;
        tall = qMax(tall, size.height());
    }
    return top + tall;
}

} // namespace ui
