// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Chip.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Type.h"

#include <QPainter>

namespace ui {

static constexpr int chipSide = 7;
static constexpr int chipIcon = 14;
static constexpr int chipGap = 5;
static constexpr int barsWidth = 26;

Chip::Chip(QWidget *parent)
    : QLabel(parent)
{
    QFont strong = ui::font(Type::Small);
    strong.setWeight(QFont::Medium);
    setFont(strong);
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Chip::say(const QString &icon, const QString &text, Tone tone)
{
    m_icon = icon;
    m_tone = tone;
    setText(text);
    updateGeometry();
    update();
}

void Chip::setBars(int bars)
{
    m_bars = bars;
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    const int words = fontMetrics().horizontalAdvance(text());
    return {2 * chipSide + chipIcon + chipGap + words + 1 + (m_bars < 0 ? 0 : barsWidth),
            qMax(24, fontMetrics().height() + 8)};
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = ink(m_tone);
    painter.setPen(theme().hasHighContrast() ? QPen(color, 2) : QPen(Qt::NoPen));
    painter.setBrush(softInk(m_tone));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    const QRectF sign(chipSide, (height() - chipIcon) / 2.0, chipIcon, chipIcon);
    if (m_icon.isEmpty())
        paintArc(&painter, sign, color, 1);
    else
        paintIcon(&painter, sign, m_icon, color);
    painter.setPen(color);
    painter.drawText(rect().adjusted(chipSide + chipIcon + chipGap, 0, 0, 0), Qt::AlignVCenter,
                     text());
    painter.setPen(Qt::NoPen);
    for (int bar = 0; bar < 3 && m_bars >= 0; ++bar) {
        QColor filled = color;
        filled.setAlphaF(bar < m_bars ? 1.0f : 0.3f);
        painter.setBrush(filled);
        const double tall = 5 + 3.5 * bar;
        painter.drawRect(
            QRectF(width() - chipSide - 19 + 7 * bar, (height() + 12) / 2.0 - tall, 5, tall));
    }
}

} // namespace ui
