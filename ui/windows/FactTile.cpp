// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FactTile.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Type.h"

#include <QPainter>

namespace ui {

FactTile::FactTile(const QString &icon, const QString &name, QWidget *parent)
    : QPushButton(parent)
    , m_icon(icon)
    , m_name(name)
{
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FactTile::setFact(const QString &fact, const QString &detail, const QString &sign, Tone tone)
{
    m_fact = fact;
    m_detail = detail;
    m_sign = sign;
    m_tone = tone;
    setAccessibleName(m_name + ": " + fact + ". " + detail);
    setToolTip(fact + '\n' + detail);
    update();
}

QSize FactTile::sizeHint() const
{
    return {220, lineHeight(Type::Small) * 2 + lineHeight(Type::Section) + 22};
}

QSize FactTile::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void FactTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? QPen(theme().accent, 2) : QPen(theme().border, 1));
    painter.setBrush(underMouse() ? theme().hover : theme().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    const QRect text = rect().adjusted(14, 10, -14, -10);
    const int small = lineHeight(Type::Small), large = lineHeight(Type::Section);
    paintIcon(&painter, QRectF(text.left(), text.top() + (small - 15) / 2.0, 15, 15), m_icon,
              theme().muted);
    if (!m_sign.isEmpty())
        paintIcon(&painter, QRectF(text.right() - 15, text.top() + (small - 15) / 2.0, 16, 16),
                  m_sign, ink(m_tone));
    const auto write = [&](QRect place, Type type, const QColor &color, const QString &words) {
        painter.setFont(ui::font(type));
        painter.setPen(color);
        painter.drawText(place, Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(words, Qt::ElideRight, place.width()));
    };
    write({text.left() + 22, text.top(), text.width() - 44, small}, Type::Small, theme().muted,
          m_name);
    write({text.left(), text.top() + small, text.width(), large}, Type::Section, theme().text,
          m_fact);
    write({text.left(), text.top() + small + large, text.width(), small}, Type::Small,
          theme().muted, m_detail);
}

} // namespace ui
