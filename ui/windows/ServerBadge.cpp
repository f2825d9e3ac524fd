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
    updateGeometry();
    update();
}

void ServerBadge::setRail(bool isRail)
{
    m_isRail = isRail;
    updateGeometry();
    update();
}

QSize ServerBadge::sizeHint() const
{
    const int text = m_isRail ? 0 : lines()[1].place.bottom() + 1 - lines()[0].place.top();
    return {40, qMax(discSize, text) + 12};
}

void ServerBadge::resizeEvent(QResizeEvent *event)
{
    QPushButton::resizeEvent(event);
    updateGeometry();
}

/// A line for who it is, and below it one or two for the place, which have the room below the
/// arrow, too.
std::array<ServerBadge::Line, 2> ServerBadge::lines() const
{
    QFont strong = ui::font(Type::Small);
    strong.setWeight(QFont::DemiBold);
    const int first = lineHeight(Type::Small), second = lineHeight(Type::Caption);
    const QRect row = rect().adjusted(8, 1, -9, -1);
    const int left = row.left() + 6 + discSize + 9;
    const int room = row.right() - left;
    const QFont small = ui::font(Type::Caption);
    const bool isLong = QFontMetrics(small).horizontalAdvance(m_place) > room - 4;
    const int below = isLong ? 2 * second : second;
    const QPoint place(left, row.center().y() - (first + below) / 2);
    return {Line{QRect(place, QSize(room - 24, first)), strong, m_user},
            Line{QRect(place + QPoint(0, first), QSize(room - 4, below)), small, m_place}};
}

bool ServerBadge::isCut() const
{
    const auto isTooLong = [](const Line &line) {
        const QRect taken = QFontMetrics(line.font).boundingRect(QRect(0, 0, line.place.width(),
                                                                       1000),
                                                                 Qt::TextWordWrap, line.text);
        return taken.width() > line.place.width() || taken.height() > line.place.height();
    };
    return !m_isRail && std::ranges::any_of(lines(), isTooLong);
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
    const auto [who, where] = lines();
    paintIcon(&painter, QRectF(row.right() - 20, who.place.center().y() - 7, 14, 14),
              "chevron-down", theme().muted);
    const auto write = [&painter](const Line &line, const QColor &color) {
        painter.setFont(line.font);
        painter.setPen(color);
        if (line.place.height() > 1.5 * painter.fontMetrics().height())
            painter.drawText(line.place, Qt::AlignVCenter | Qt::TextWordWrap, line.text);
        else
            painter.drawText(line.place, Qt::AlignVCenter | Qt::TextSingleLine,
                             painter.fontMetrics().elidedText(line.text, Qt::ElideRight,
                                                              line.place.width()));
    };
    write(who, theme().text);
    write(where, m_where == Where::Here ? theme().muted : theme().accent);
}

} // namespace ui
