// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SummaryRow.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Type.h"

#include <QPainter>

namespace ui {

void SummaryRow::setWords(const Words &words)
{
    if (m_words == words)
        return;
    m_words = words;
    QStringList spoken;
    for (const QString &part : {words.title, words.second, words.right})
        if (!part.isEmpty())
            spoken.append(part);
    setAccessibleName(spoken.join(", "));
    setToolTip(words.second.isEmpty() ? words.title : words.title + '\n' + words.second);
    updateGeometry();
    update();
}

QSize SummaryRow::sizeHint() const
{
    const int lines = lineHeight(Type::Body)
                      + (m_words.second.isEmpty() ? 0 : lineHeight(Type::Small));
    return {200, lines + 10};
}

QSize SummaryRow::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void SummaryRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect row = rect().adjusted(1, 1, -1, -1);
    painter.setPen(hasFocus() ? QPen(theme().accent, 2) : QPen(Qt::NoPen));
    painter.setBrush(underMouse() ? theme().hover : QColor(Qt::transparent));
    painter.drawRoundedRect(row, 6, 6);
    const int line = lineHeight(Type::Body);
    const QRectF sign(row.left() + 6, row.top() + 4 + (line - 16) / 2.0, 16, 16);
    if (m_words.icon.isEmpty())
        paintArc(&painter, sign, ink(m_words.tone), 1);
    else
        paintIcon(&painter, sign, m_words.icon, ink(m_words.tone));
    const auto write = [&](const QRect &place, Type type, const QColor &color, const QString &text,
                           Qt::Alignment side) {
        painter.setFont(ui::font(type));
        painter.setPen(color);
        painter.drawText(place, int(side | Qt::AlignVCenter) | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
    };
    const QFontMetrics small(ui::font(Type::Small));
    const int right = m_words.right.isEmpty() ? 0 : small.horizontalAdvance(m_words.right) + 10;
    const QRect text = row.adjusted(30, 4, -8, 0);
    write({text.left(), text.top(), text.width() - right, line}, Type::Strong, theme().text,
          m_words.title, Qt::AlignLeft);
    write({text.right() - right, text.top(), right, line}, Type::Small, theme().muted,
          m_words.right, Qt::AlignRight);
    write({text.left(), text.top() + line, text.width(), lineHeight(Type::Small)}, Type::Small,
          m_words.isUrgent ? ink(m_words.tone) : theme().muted, m_words.second, Qt::AlignLeft);
}

} // namespace ui
