// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/SearchWords.h"

#include "store/EventText.h"

#include <QRegularExpression>

namespace {

constexpr qsizetype shortestBeginning = 3;
constexpr qsizetype mostWords = 16;
constexpr qsizetype before = 50; // characters of a snippet before its first match
constexpr qsizetype whole = 160;
constexpr QChar ellipsis(0x2026);

/// @p text in one case and without accents, each character in its place.
QString folded(const QString &text)
{
    QString plain = text;
    for (QChar &character : plain) {
        const QString parts = character.decomposition();
        if (parts.size() > 1 && parts.at(1).isMark())
            character = parts.front();
        character = character.toCaseFolded();
    }
    return plain;
}

/// What the index takes for words in @p text.
QStringList tokensOf(const QString &text)
{
    static const QRegularExpression separators(R"([^\p{L}\p{N}\p{M}\p{Co}]+)",
                                               QRegularExpression::UseUnicodePropertiesOption);
    return store::apart(text).split(separators, Qt::SkipEmptyParts);
}

bool isBeginning(const QStringList &word)
{
    return word.join(QString()).size() >= shortestBeginning;
}

QString pattern(const QStringList &word)
{
    QStringList tokens;
    for (const QString &token : word)
        tokens.append(QRegularExpression::escape(folded(token)));
    const QString end = isBeginning(word) ? QString() : R"((?![\p{L}\p{N}]))";
    return tokens.join(R"([^\p{L}\p{N}]+)") + end;
}

/// The beginning of the word at @p place, where that is near.
qsizetype atWord(const QString &text, qsizetype place)
{
    const qsizetype space = text.lastIndexOf(' ', place);
    return space >= 0 && place - space < 20 ? space + 1 : place;
}

} // namespace

store::SearchWords::SearchWords(const QString &text)
{
    static const QRegularExpression spaces(R"(\s+)");
    // A half of a surrogate pair becomes a sign, for it is no text in SQL.
    const QStringList words = QString::fromUtf8(text.toUtf8()).split(spaces, Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const QStringList tokens = tokensOf(word);
        if (!tokens.isEmpty() && m_words.size() < mostWords)
            m_words.append(tokens);
    }
}

QString store::SearchWords::expression(const QString &owner) const
{
    QStringList phrases;
    for (const QStringList &word : m_words)
        phrases.append('"' + word.join(' ') + '"' + (isBeginning(word) ? "*" : ""));
    const QString text = "text : (" + phrases.join(" AND ") + ')';
    return owner.isEmpty() ? text : "owner : \"" + owner + "\" AND " + text;
}

QList<store::TextPart> store::SearchWords::snippet(const QString &text) const
{
    QStringList patterns;
    for (const QStringList &word : m_words)
        patterns.append(pattern(word));
    const QRegularExpression wanted(R"((?<![\p{L}\p{N}])(?:)" + patterns.join('|') + ')',
                                    QRegularExpression::UseUnicodePropertiesOption);
    const QString line = text.simplified();
    const QString plain = folded(line);
    const qsizetype first = qMax<qsizetype>(0, wanted.match(plain).capturedStart());
    const qsizetype begin = first <= before ? 0 : atWord(line, first - before);
    const qsizetype end = qMin(line.size(), begin + whole);
    QList<TextPart> parts;
    const auto add = [&](qsizetype from, qsizetype to, bool isMatch) {
        if (to > from)
            parts.append({together(line.mid(from, to - from)), isMatch});
    };
    if (begin > 0)
        parts.append({ellipsis});
    qsizetype done = begin;
    for (const QRegularExpressionMatch &match : wanted.globalMatch(plain, begin)) {
        if (match.capturedEnd() > end || match.capturedLength() == 0)
            break;
        add(done, match.capturedStart(), false);
        add(match.capturedStart(), match.capturedEnd(), true);
        done = match.capturedEnd();
    }
    add(done, end, false);
    if (end < line.size())
        parts.append({ellipsis});
    return parts;
}
