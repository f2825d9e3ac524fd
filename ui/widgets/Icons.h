// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QRectF>

class QPainter;

namespace ui {

/// An icon of resources/icons, drawn in the ink of the theme in force when it is painted.
QIcon icon(const QString &name);

/// The same in one colour of one's own, which the theme does not change.
QIcon icon(const QString &name, const QColor &color);

/// Draws an icon of resources/icons; an unknown name draws nothing.
void paintIcon(QPainter *painter, const QRectF &place, const QString &name, const QColor &color);

/// The ring with an open arc of what works; `phase` is 0 to 11.
void paintArc(QPainter *painter, const QRectF &place, const QColor &color, int phase);

} // namespace ui
