// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/KeyHints.h"

#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QPainter>

namespace ui {

static constexpr int hintSide = 8; ///< within the chip of the keys
static constexpr int hintGap = 6; ///< between keys and words
static constexpr int hintSpace = 18; ///< between hints, where there is room
static constexpr int leastHintSpace = 8;

void KeyHints::setHints(const QList<Hint> &hints)
{
    m_hints = hints;
    QStringList spoken;
    for (const Hint &hint : hints)
        spoken.append(hint.keys + ": " + hint.words);
    setAccessibleName(spoken.join(", "));
    updateGeometry();
    update();
}

QSize KeyHints::sizeHint() const
{
    return {200, lineHeight(Type::Small) + 14};
}

QSize KeyHints::minimumSizeHint() const
{
    return {0, sizeHint().height()};
}

/// Hints come nearer to each other before one has no room.
int KeyHints::spaceBetween(const QFontMetrics &metrics) const
{
    int words = 0;
    for (const Hint &hint : m_hints)
        words += metrics.horizontalAdvance(hint.keys) + 2 * hintSide + hintGap
                 + metrics.horizontalAdvance(hint.words) + 2;
    const int gaps = qMax(1, int(m_hints.size()) - 1);
    return qBound(leastHintSpace, (width() - words) / gaps, hintSpace);
}

void KeyHints::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(ui::font(Type::Small));
    const QFontMetrics metrics = painter.fontMetrics();
    const int tall = metrics.height() + 4;
    const int space = spaceBetween(metrics);
    int left = 0;
    for (const Hint &hint : m_hints) {
        const QRect chip(left, (height() - tall) / 2,
                         metrics.horizontalAdvance(hint.keys) + 2 * hintSide, tall);
        const QRect words(chip.right() + 1 + hintGap, 0, metrics.horizontalAdvance(hint.words) + 1,
                          height());
        if (words.right() > width())
            return;
        painter.setPen(theme().hasHighContrast() ? QPen(theme().border) : QPen(Qt::NoPen));
        painter.setBrush(theme().hover);
        painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
        painter.setPen(theme().muted);
        painter.drawText(chip, Qt::AlignCenter, hint.keys);
        painter.drawText(words, Qt::AlignVCenter, hint.words);
        left = words.right() + space;
    }
}

} // namespace ui
