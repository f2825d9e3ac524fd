// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FigureTile.h"

#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QPainter>

namespace ui {

FigureTile::FigureTile(const QString &name)
    : m_name(name)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumWidth(96);
    setFixedHeight(lineHeight(Type::Figure) + 2 * lineHeight(Type::Small) + 26);
    tell("–", {});
}

void FigureTile::tell(const QString &value, const QString &note)
{
    m_value = value;
    m_note = note;
    setAccessibleName(m_name + ": " + value + (note.isEmpty() ? QString() : ", " + note));
    setToolTip(note);
    update();
}

static void writeFigure(QPainter &painter, const QRect &line, Type type, const QColor &color,
                        const QString &text)
{
    painter.setFont(ui::font(type));
    painter.setPen(color);
    painter.drawText(line, Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, line.width()));
}

void FigureTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme().border);
    painter.setBrush(theme().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    QRect line(14, 12, width() - 22, lineHeight(Type::Small));
    writeFigure(painter, line, Type::Small, theme().muted, m_name);
    line = QRect(14, line.bottom() + 1, line.width(), lineHeight(Type::Figure));
    writeFigure(painter, line, Type::Figure, theme().text, m_value);
    line = QRect(14, line.bottom() + 1, line.width(), lineHeight(Type::Small));
    writeFigure(painter, line, Type::Small, theme().muted, m_note);
}

} // namespace ui
