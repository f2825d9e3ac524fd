// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tools {

/// The most of a file or of a folder that is shown, in code points.
inline constexpr qsizetype viewLimit = 16000;

/// The lines of @p text with their numbers, as `cat -n` prints them, under a headline that names @p
/// what.
QString numberedText(const QString &text, const QString &what, int firstLine = 1);

/// How many lines @p text has; a last line may end without '\n'.
int lineCount(const QString &text);

/// Lines @p first to @p last of @p text, counted from 1; what lies outside is left out.
QString lineRange(const QString &text, int first, int last);

/// The number of the line that holds position @p at, counted from 1.
int lineOf(const QString &text, qsizetype at);

} // namespace tools
