// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Mark.h"

#include <QPainter>
#include <QPainterPath>

namespace ui {

static QPainterPath boatPath()
{
    QPainterPath boat(QPointF(11, 3));
    boat.cubicTo(13.6, 5.4, 14.6, 7.6, 14.6, 10);
    boat.lineTo(14.6, 13.2);
    boat.quadTo(14.6, 14.6, 13.2, 14.6);
    boat.lineTo(8.8, 14.6);
    boat.quadTo(7.4, 14.6, 7.4, 13.2);
    boat.lineTo(7.4, 10);
    boat.cubicTo(7.4, 7.6, 8.4, 5.4, 11, 3);
    boat.closeSubpath();
    return boat;
}

static QPainterPath slipPath()
{
    QPainterPath slip(QPointF(3, 3));
    slip.lineTo(3, 14);
    slip.quadTo(3, 19, 8, 19);
    slip.lineTo(14, 19);
    slip.quadTo(19, 19, 19, 14);
    slip.lineTo(19, 3);
    return slip;
}

/// The piers alone, with open water below.
static QPainterPath openPath()
{
    QPainterPath open(QPointF(3, 3));
    open.lineTo(3, 14);
    open.moveTo(19, 3);
    open.lineTo(19, 14);
    open.moveTo(3, 18.6);
    open.cubicTo(5.5, 16.4, 8, 20.8, 11, 18.6);
    open.cubicTo(14, 16.4, 16.5, 20.8, 19, 18.6);
    return open;
}

void paintMark(QPainter *painter, const QRectF &place, MarkState state, const QColor &color)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(place.topLeft());
    painter->scale(place.width() / 22, place.height() / 22);
    painter->setPen(QPen(color, 2.1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPath(state == MarkState::Working ? openPath() : slipPath());
    if (state == MarkState::Working)
        painter->fillPath(boatPath(), color);
    else if (state == MarkState::Idle)
        painter->drawPath(boatPath());
    if (state == MarkState::Starting) {
        QPen dashes(color, 1.8, Qt::CustomDashLine, Qt::FlatCap);
        dashes.setDashPattern({1.1, 1.2});
        painter->setPen(dashes);
        painter->drawPath(boatPath());
    }
    painter->restore();
}

} // namespace ui
