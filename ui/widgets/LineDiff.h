// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace ui {

struct DiffLine
{
    enum class Kind { Same, Added, Removed, Gap };
    Kind kind = Kind::Same;
    int before = 0; ///< line number, from 1; 0 when there is none
    int after = 0;
    QString text;
    int wordStart = 0; ///< what changed within the line
    int wordLength = 0;
};

struct Diff
{
    QList<DiffLine> lines; ///< changes with three lines around them
    int added = 0;
    int removed = 0;
};

/// What differs between two texts, line by line. Texts whose middle is too large to compare give
/// all of it as removed and added.
Diff lineDiff(const QString &before, const QString &after);

} // namespace ui
