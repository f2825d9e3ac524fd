// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SnippetColors.h"

#include "ui/widgets/Theme.h"

#include <QRegularExpression>

namespace ui {

/// One alternative for each colour, in the order in which they win.
static const QRegularExpression &snippetWords()
{
    static const QRegularExpression words(
        R"((?<text>"[^"]*"|'[^']*'|`[^`]*`))"
        R"(|(?<comment>(?:^|\s)#.*$|//.*$))"
        R"(|(?<keyword>\b(?:from|import|with|as|for|in|if|break|not|or|and|const|let|await|new|throw|of)\b))"
        R"(|(?<number>\b\d+\b))");
    return words;
}

void SnippetColors::highlightBlock(const QString &line)
{
    const QList<std::pair<QString, QColor>> colors{{"text", theme().string},
                                                   {"comment", theme().comment},
                                                   {"keyword", theme().keyword},
                                                   {"number", theme().number}};
    QRegularExpressionMatchIterator found = snippetWords().globalMatch(line);
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        for (const auto &[name, color] : colors) {
            if (match.hasCaptured(name))
                setFormat(int(match.capturedStart(name)), int(match.capturedLength(name)), color);
        }
    }
}

} // namespace ui
