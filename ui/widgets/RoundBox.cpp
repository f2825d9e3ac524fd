// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/RoundBox.h"

#include <QPainter>
#include <QPixmapCache>
#include <QtMath>

namespace ui {

static void paintSmooth(QPainter *painter, const QRect &place, const QColor &ground,
                        const QColor &edge, double radius, int width)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(ground.alpha() ? QBrush(ground) : QBrush(Qt::NoBrush));
    painter->setPen(edge.alpha() ? QPen(edge, width) : QPen(Qt::NoPen));
    const double inset = edge.alpha() ? width / 2.0 : 0;
    painter->drawRoundedRect(QRectF(place).adjusted(inset, inset, -inset, -inset), radius, radius);
    painter->restore();
}

/// A box that is hardly larger than its corners.
static QPixmap cornersOf(const QColor &ground, const QColor &edge, double radius, int width)
{
    const QString key = QString("berth-box-%1-%2-%3-%4")
                            .arg(ground.rgba(), 0, 16)
                            .arg(edge.rgba(), 0, 16)
                            .arg(radius)
                            .arg(width);
    QPixmap corners;
    if (QPixmapCache::find(key, &corners))
        return corners;
    const int side = 2 * (qCeil(radius) + width);
    corners = QPixmap(side, side);
    corners.fill(Qt::transparent);
    QPainter painter(&corners);
    paintSmooth(&painter, corners.rect(), ground, edge, radius, width);
    painter.end();
    QPixmapCache::insert(key, corners);
    return corners;
}

void paintRoundBox(QPainter *painter, const QRect &place, const QColor &ground, const QColor &edge,
                   double radius, int width)
{
    const int corner = qCeil(radius) + width;
    const bool isPlain = painter->deviceTransform().type() <= QTransform::TxTranslate
                         && painter->device()->devicePixelRatio() == 1.0;
    if (!isPlain || qMin(place.width(), place.height()) < 2 * corner)
        return paintSmooth(painter, place, ground, edge, radius, width);
    const QPixmap corners = cornersOf(ground, edge, radius, width);
    const QRect middle = place.adjusted(corner, corner, -corner, -corner);
    const int left = place.left();
    const int top = place.top();
    const int right = middle.right() + 1;
    const int bottom = middle.bottom() + 1;
    painter->drawPixmap(left, top, corners, 0, 0, corner, corner);
    painter->drawPixmap(right, top, corners, corner, 0, corner, corner);
    painter->drawPixmap(left, bottom, corners, 0, corner, corner, corner);
    painter->drawPixmap(right, bottom, corners, corner, corner, corner, corner);
    if (ground.alpha()) {
        painter->fillRect(middle.left(), top, middle.width(), corner, ground);
        painter->fillRect(left, middle.top(), place.width(), middle.height(), ground);
        painter->fillRect(middle.left(), bottom, middle.width(), corner, ground);
    }
    if (edge.alpha()) {
        painter->fillRect(middle.left(), top, middle.width(), width, edge);
        painter->fillRect(middle.left(), place.bottom() + 1 - width, middle.width(), width, edge);
        painter->fillRect(left, middle.top(), width, middle.height(), edge);
        painter->fillRect(place.right() + 1 - width, middle.top(), width, middle.height(), edge);
    }
}

} // namespace ui
