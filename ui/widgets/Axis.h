// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>

namespace ui {

/// From one line of a scale to the next, so that at most four reach @p most: 1, 2 or 5 times a
/// power of ten.
double scaleStep(double most);

/// A time that stands below a graph.
struct TimeMark
{
    qsizetype index; ///< the first value that is not before it
    QString text;
};

/// Full minutes, hours or days of the local time between the first and the last of @p times, at
/// most @p most of them, in even distances.
QList<TimeMark> timeMarks(const QList<QDateTime> &times, int most);

} // namespace ui
