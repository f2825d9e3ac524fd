// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace tools {

/// "[1, 5]", as clients of the reference read lists of numbers.
QString listText(const QList<int> &numbers);

/// A number of seconds the way the reference prints a float: "1.0", "0.25".
QString floatText(double number);

/// @p text without whitespace at its end.
QString withoutTrailingSpace(const QString &text);

/// Everything between two single quotes of a POSIX shell, the quotes included.
QString shellQuoted(const QString &text);

/// A path without repeated slashes, "." components and a slash at its end; ".." stays.
QString tidyPath(const QString &path);

} // namespace tools
