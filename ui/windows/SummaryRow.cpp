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
    for (const QString &part :
         {words.title, words.mark.words, words.second, words.right, words.action})
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

/// \return how much of the line it takes from its left.
int SummaryRow::paintMark(QPainter *painter, const QRect &line) const
{
    const SummaryRow::Mark &mark = m_words.mark;
    if (mark.words.isEmpty())
        return 0;
    painter->setFont(ui::font(Type::Small));
    painter->setPen(ink(mark.tone));
    paintIcon(painter, QRectF(line.left(), line.center().y() - 6, 13, 13), mark.icon,
              ink(mark.tone));
    painter->drawText(line.adjusted(17, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                      mark.words);
    return 17 + painter->fontMetrics().horizontalAdvance(mark.words) + 8;
}

/// \return how much of the line it takes from its right.
int SummaryRow::paintAction(QPainter *painter, const QRect &line) const
{
    if (m_words.action.isEmpty())
        return 0;
    painter->setFont(ui::font(Type::Small));
    const int wide = painter->fontMetrics().horizontalAdvance(m_words.action) + 16;
    const QRect button(line.right() - wide, line.top() - 1, wide, line.height() + 3);
    painter->setPen(QPen(theme().borderStrong, 1));
    painter->setBrush(theme().surface);
    painter->drawRoundedRect(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    painter->setPen(theme().text);
    painter->drawText(button, Qt::AlignCenter, m_words.action);
    return wide + 8;
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
    const QRect below(text.left(), text.top() + line, text.width(), lineHeight(Type::Small));
    const int left = paintMark(&painter, below);
    const int end = paintAction(&painter, below);
    write(below.adjusted(left, 0, -end, 0), Type::Small,
          m_words.isUrgent ? ink(m_words.tone) : theme().muted, m_words.second, Qt::AlignLeft);
}

} // namespace ui
