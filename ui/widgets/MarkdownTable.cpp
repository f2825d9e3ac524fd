// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/MarkdownTable.h"

#include <QRegularExpression>

namespace ui {

static constexpr qsizetype mostColumns = 32;
static constexpr qsizetype betweenColumns = 2; // spaces

/// Bars that are written \| or stand in code part nothing.
static QStringList cellsOf(const QString &line)
{
    QStringList cells(1);
    bool isCode = false;
    QStringView rest = QStringView(line).trimmed();
    if (rest.startsWith('|'))
        rest = rest.sliced(1);
    for (qsizetype i = 0; i < rest.size(); ++i) {
        if (rest[i] == '\\' && i + 1 < rest.size() && rest[i + 1] == '|') {
            cells.last() += rest[++i];
        } else if (rest[i] == '|' && !isCode) {
            cells.append(QString());
        } else {
            isCode ^= rest[i] == '`';
            cells.last() += rest[i];
        }
    }
    for (QString &cell : cells)
        cell = cell.trimmed();
    if (cells.size() > 1 && cells.last().isEmpty())
        cells.removeLast();
    return cells;
}

static QList<MarkdownTable::Side> sidesOf(const QString &line)
{
    using enum MarkdownTable::Side;
    static const QRegularExpression dashes(R"(^:?-+:?$)");
    QList<MarkdownTable::Side> sides;
    for (const QString &cell : cellsOf(line)) {
        if (!dashes.match(cell).hasMatch())
            return {};
        sides.append(!cell.endsWith(':') ? Left : cell.startsWith(':') ? Middle : Right);
    }
    return sides;
}

MarkdownTable tableAt(const QStringList &lines, qsizetype at)
{
    MarkdownTable table;
    if (at + 1 >= lines.size() || !lines[at].contains('|') || !lines[at + 1].contains('-'))
        return table;
    const QStringList heads = cellsOf(lines[at]);
    table.sides = sidesOf(lines[at + 1]);
    if (table.sides.size() != heads.size() || heads.size() > mostColumns)
        return table;
    table.rows.append(heads);
    qsizetype end = at + 2;
    for (; end < lines.size() && lines[end].contains('|'); ++end) {
        QStringList cells = cellsOf(lines[end]);
        cells.resize(heads.size());
        table.rows.append(cells);
    }
    table.sourceLines = end - at;
    return table;
}

static QString padded(const QString &cell, qsizetype width, MarkdownTable::Side side)
{
    const qsizetype room = width - cell.size();
    const qsizetype before = side == MarkdownTable::Side::Right    ? room
                             : side == MarkdownTable::Side::Middle ? room / 2
                                                                   : 0;
    return QString(before, ' ') + cell + QString(room - before, ' ');
}

QString MarkdownTable::drawn() const
{
    QList<qsizetype> widths(sides.size(), 1);
    for (const QStringList &row : rows)
        for (qsizetype column = 0; column < row.size(); ++column)
            widths[column] = qMax(widths[column], row[column].size());
    QStringList drawn;
    QStringList underline;
    for (const qsizetype width : widths)
        underline.append(QString(width, line));
    const QString gap(betweenColumns, ' ');
    for (const QStringList &row : rows) {
        QStringList cells;
        for (qsizetype column = 0; column < row.size(); ++column)
            cells.append(padded(row[column], widths[column], sides[column]));
        QString text = cells.join(gap);
        while (text.endsWith(' '))
            text.chop(1);
        drawn.append(text);
        if (drawn.size() == 1)
            drawn.append(underline.join(gap));
    }
    return drawn.join('\n');
}

} // namespace ui
