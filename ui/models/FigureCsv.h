// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Figures.h"

namespace ui {

/// Figures as a table that other programs read (RFC 4180): a row of names, then one row for each
/// step, with times of ISO 8601 in UTC and numbers with a point, whatever the language.
QByteArray csvOf(const QList<FigureStep> &steps);

} // namespace ui
