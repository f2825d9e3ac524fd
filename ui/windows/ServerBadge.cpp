// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ServerBadge.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QPainter>

namespace ui {

static constexpr int discSize = 26;

ServerBadge::ServerBadge(QWidget *parent)
    : QPushButton(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setServer({}, {}, Where::Here);
}

void ServerBadge::setServer(const QString &user, const QString &place, Where where)
{
    m_user = user.isEmpty() ? tr("You") : user;
    m_where = where;
    m_place = where == Where::Here ? tr("This computer") : place;
    setAccessibleName(tr("%1 at %2, change server").arg(m_user, m_place));
    setToolTip(m_user + '\n' + (place.isEmpty() ? m_place : m_place + " · " + place));
    update();
}

void ServerBadge::setRail(bool isRail)
{
    m_isRail = isRail;
    update();
}

QSize ServerBadge::sizeHint() const
{
    return {40, qMax(discSize, lineHeight(Type::Small) + lineHeight(Type::Caption)) + 12};
}

void ServerBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect row = rect().adjusted(8, 1, -9, -1);
    painter.setPen(hasFocus() ? QPen(theme().accent, 2) : QPen(Qt::NoPen));
    painter.setBrush(underMouse() || isDown() ? theme().hover : QColor(Qt::transparent));
    painter.drawRoundedRect(row, 6, 6);
    const int left = m_isRail ? (width() - discSize) / 2 : row.left() + 6;
    const QRect disc(left, row.center().y() - discSize / 2, discSize, discSize);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_where == Where::Here ? theme().accentSoft : theme().accent);
    painter.drawEllipse(disc);
    painter.setFont(ui::font(Type::Strong));
    painter.setPen(m_where == Where::Here ? theme().accent : theme().onAccent);
    painter.drawText(disc, Qt::AlignCenter, m_user.left(1).toUpper());
    if (m_isRail)
        return;
    paintIcon(&painter, QRectF(row.right() - 20, row.center().y() - 7, 14, 14), "chevron-down",
              theme().muted);
    const int first = lineHeight(Type::Small), second = lineHeight(Type::Caption);
    const QRect words(disc.right() + 9, row.center().y() - (first + second) / 2,
                      row.right() - 24 - disc.right() - 9, first);
    const auto write = [&painter](const QRect &place, const QColor &color, const QString &text) {
        painter.setPen(color);
        painter.drawText(place, Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
    };
    QFont strong = ui::font(Type::Small);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    write(words, theme().text, m_user);
    painter.setFont(ui::font(Type::Caption));
    write(QRect(words.left(), words.bottom() + 1, words.width(), second),
          m_where == Where::Here ? theme().muted : theme().accent, m_place);
}

} // namespace ui
