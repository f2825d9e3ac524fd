// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tools {

/// The sentence that stands for the middle of a response.
QString clippedNotice();

/// A long text with its middle left out, and where its whole goes.
struct Clipped
{
    QString text;
    QString path; ///< the file that must be given the whole text; empty when nothing was left out
};

/// @p text with its middle replaced by @p notice so that @p limit code points remain; unchanged
/// when it is not longer than that.
QString truncated(const QString &text, qsizetype limit, const QString &notice = clippedNotice());

/// truncated(), with a notice that names `<directory>/<prefix>_output_<digest>.txt` and the line at
/// which the omission begins.
Clipped truncatedIntoFile(const QString &text, qsizetype limit, const QString &directory,
                          const QString &prefix);

/// Makes @p text, which may hold a notice already, fit into @p limit code points without losing
/// that notice.
QString fitted(const QString &text, qsizetype limit);

} // namespace tools
