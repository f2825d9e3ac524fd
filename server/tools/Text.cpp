// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/Text.h"

#include <QStringList>

QString tools::listText(const QList<int> &numbers)
{
    QStringList texts;
    for (const int number : numbers)
        texts.append(QString::number(number));
    return '[' + texts.join(", ") + ']';
}

QString tools::floatText(double number)
{
    const QString text = QString::number(number, 'g', QLocale::FloatingPointShortest);
    return text.contains('.') || text.contains('e') ? text : text + ".0";
}

QString tools::withoutTrailingSpace(const QString &text)
{
    qsizetype end = text.size();
    while (end > 0 && text.at(end - 1).isSpace())
        --end;
    return text.first(end);
}

QString tools::shellQuoted(const QString &text)
{
    return '\'' + QString(text).replace("'", "'\\''") + '\'';
}

QString tools::tidyPath(const QString &path)
{
    QStringList parts;
    for (const QString &part : path.split('/', Qt::SkipEmptyParts)) {
        if (part != ".")
            parts.append(part);
    }
    return (path.startsWith('/') ? "/" : "") + parts.join('/');
}
