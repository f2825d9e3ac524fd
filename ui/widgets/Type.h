// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace ui {

/// The sizes of text, each a ratio of the system's own.
enum class Type { Caption, Small, Body, Strong, Section, Page, Figure, Code };

QFont font(Type type);

/// Height of a line of text in pixels.
int lineHeight(Type type);

/// Scales every text, 0.8 to 2.0; widgets are told by a font change.
void setTextScale(double scale);
double textScale();

} // namespace ui
