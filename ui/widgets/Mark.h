// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

class QColor;
class QPainter;

namespace ui {

/// Whether the boat lies in its slip or is out at work.
enum class MarkState { Empty, Starting, Idle, Working };

/// Draws the mark of the program, a boat in its slip seen from above, in one ink.
void paintMark(QPainter *painter, const QRectF &place, MarkState state, const QColor &color);

} // namespace ui
