// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Figures.h"

#include <QJsonObject>

namespace ui {

/// Figures as a table that other programs read (RFC 4180): a row of names, then one row for each
/// step, with times of ISO 8601 in UTC and numbers with a point, whatever the language.
QByteArray csvOf(const QList<FigureStep> &steps);

/// What models or conversations used, as rows of a table with the columns that usedColumns() names.
/// Each row has a name, a user, tokens, prompts, cached and cost. @p kind: "model".
QByteArray csvOf(const QByteArray &kind, const QList<QJsonObject> &rows);
QByteArray usedColumns();

/// A cell with a text that somebody else has written: no program takes it for a formula.
QByteArray csvCell(const QString &text);

} // namespace ui
