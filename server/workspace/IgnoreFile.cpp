// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/IgnoreFile.h"

#include <QDir>

namespace workspace {

namespace {

constexpr qsizetype mostPatterns = 500;
constexpr qsizetype longestPattern = 300;
constexpr qsizetype mostStars = 8; // each may be tried at every place of a path

/// A pattern of path names as a regular expression that also takes everything below them.
QString expressionOf(const QString &pattern)
{
    QString expression;
    for (qsizetype at = 0; at < pattern.size(); ++at) {
        const QChar sign = pattern.at(at);
        if (pattern.sliced(at).startsWith("**/")) {
            expression += "(?:.*/)?";
            at += 2;
        } else if (pattern.sliced(at).startsWith("**")) {
            expression += ".*";
            at += 1;
        } else if (sign == '*') {
            expression += "[^/]*";
        } else if (sign == '?') {
            expression += "[^/]";
        } else if (sign == '[' && pattern.indexOf(']', at + 2) > at) {
            const qsizetype end = pattern.indexOf(']', at + 2);
            expression += pattern.sliced(at, end - at + 1);
            at = end;
        } else {
            if (sign == '\\' && at + 1 < pattern.size())
                ++at;
            expression += QRegularExpression::escape(pattern.sliced(at, 1));
        }
    }
    return "\\A" + expression + "(?:/.*)?\\z";
}

} // namespace

core::Result<IgnoreFile> IgnoreFile::read(const QByteArray &text)
{
    IgnoreFile file;
    const QStringList lines = QString::fromUtf8(text).split('\n');
    for (const QString &line : lines) {
        QString pattern = line.trimmed();
        if (pattern.isEmpty() || line.startsWith('#'))
            continue;
        Rule rule;
        rule.isException = pattern.startsWith('!');
        pattern = QDir::cleanPath(pattern.sliced(rule.isException ? 1 : 0).trimmed());
        while (pattern.startsWith('/'))
            pattern.remove(0, 1);
        if (pattern.isEmpty() || pattern == ".")
            continue;
        rule.pattern.setPattern(expressionOf(pattern));
        rule.pattern.setPatternOptions(QRegularExpression::DotMatchesEverythingOption);
        if (pattern.size() > longestPattern || pattern.count('*') > mostStars
            || !rule.pattern.isValid() || file.m_rules.size() == mostPatterns)
            return core::fail(core::Error::Kind::Invalid,
                              "The .dockerignore cannot be used: \"" + pattern.left(80)
                                  + "\" is no pattern, too long, or one of too many.");
        file.m_hasExceptions |= rule.isException;
        file.m_rules.append(rule);
    }
    return file;
}

bool IgnoreFile::ignores(const QString &path) const
{
    for (auto rule = m_rules.crbegin(); rule != m_rules.crend(); ++rule) {
        if (rule->pattern.match(path).hasMatch())
            return !rule->isException;
    }
    return false;
}

} // namespace workspace
