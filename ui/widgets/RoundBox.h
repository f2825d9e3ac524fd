// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRect>

class QPainter;

namespace ui {

/// A box with round corners and an edge of some pixels within it; either colour may be transparent.
/// Where each pixel of it is one of the screen, only its corners are drawn smoothly.
void paintRoundBox(QPainter *painter, const QRect &place, const QColor &ground, const QColor &edge,
                   double radius, int width = 1);

} // namespace ui
