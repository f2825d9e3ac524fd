// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/NumberedText.h"

#include "tools/Truncate.h"

#include <QStringList>

namespace tools {

static constexpr const char *fileNotice =
    "<response clipped><NOTE>Only the beginning and the end of this "
    "file are shown, to save room. Find the part you "
    "need with `grep -n` and view that with `view_range`.</NOTE>";

static QStringList linesOf(const QString &text)
{
    QStringList lines = text.split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

QString numberedText(const QString &text, const QString &what, int firstLine)
{
    QString numbered = QString("Here's the result of running `cat -n` on %1:\n").arg(what);
    int number = firstLine;
    for (const QString &line : linesOf(truncated(text, viewLimit, fileNotice)))
        numbered += QString("%1\t").arg(number++, 6) + line + '\n';
    return numbered;
}

int lineCount(const QString &text)
{
    return static_cast<int>(text.count('\n')) + (text.isEmpty() || text.endsWith('\n') ? 0 : 1);
}

QString lineRange(const QString &text, int first, int last)
{
    const int begin = qMax(0, first - 1);
    return linesOf(text).mid(begin, qMax(0, last - begin)).join('\n');
}

int lineOf(const QString &text, qsizetype at)
{
    return static_cast<int>(QStringView(text).first(at).count('\n')) + 1;
}

} // namespace tools
