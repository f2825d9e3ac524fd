// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace ui {

/// A paragraph of a message in the small dialect that the window shows: headings, lists, code,
/// tables, emphasis. There is no HTML and no image, and a link is written out with where it leads.
struct Block
{
    enum class Kind { Paragraph, Heading, Item, Code, Quote, Table };
    struct Mark
    {
        enum class Kind { Bold, Italic, Code, Link };
        int start = 0;
        int length = 0;
        Kind kind = Kind::Bold;
        QString target = {}; ///< where a link leads; empty where nobody can go
    };

    Kind kind = Kind::Paragraph;
    QString text;
    QList<Mark> marks;
    QString bullet; ///< of an item
    int depth = 0;
};

QList<Block> readMarkdown(const QString &text);

/// The words of a text in the dialect, on one line and without marks.
QString plainWords(const QString &text);
/// The same of its first line.
QString firstWords(const QString &text);

} // namespace ui
