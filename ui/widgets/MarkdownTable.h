// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>

namespace ui {

/// A table as GitHub's dialect of Markdown writes it: a row of heads, a row of dashes, rows of
/// cells. Its cells may still have marks in them.
struct MarkdownTable
{
    enum class Side { Left, Middle, Right };
    static constexpr QChar line{0x2500}; ///< of which the line below the heads is made

    QList<Side> sides; ///< of each column
    QList<QStringList> rows; ///< the first is that of the heads; each has as many cells as sides
    qsizetype sourceLines = 0; ///< that it takes

    /// In columns of a fixed font, with a line below the heads.
    QString drawn() const;
};

/// \return the table that begins at a line; one that takes no lines where none does.
MarkdownTable tableAt(const QStringList &lines, qsizetype at);

} // namespace ui
