// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Excludes.h"

#include <QRegularExpression>

namespace workspace {

QStringList defaultExcludes()
{
    return {".git/",        "node_modules/",  ".venv/",       "venv/", "__pycache__/",
            ".mypy_cache/", ".pytest_cache/", ".ruff_cache/", "dist/", "build/",
            ".next/",       "target/",        "*.pyc"};
}

static QString literally(QStringView text)
{
    static const QRegularExpression special(R"(([][.*^$+?(){}|\\]))");
    return text.toString().replace(special, R"(\\1)");
}

/// The bracket expression that begins @p glob, and its length; nothing when the bracket is open.
static std::pair<QString, qsizetype> bracketOf(QStringView glob)
{
    const qsizetype begin = glob.startsWith(u"[!") ? 2 : 1;
    const qsizetype end = glob.indexOf(u']', begin + 1);
    if (end < 0)
        return {};
    QString members = glob.sliced(begin, end - begin).toString();
    // Only an exclamation mark negates a glob, only a circumflex an expression.
    if (begin == 1 && members == "^")
        return {"\\^", end + 1};
    if (begin == 1 && members.startsWith('^'))
        members = members.sliced(1) + '^';
    return {(begin == 2 ? "[^" : "[") + members + ']', end + 1};
}

QString globExpression(QStringView glob)
{
    QString expression;
    for (qsizetype index = 0; index < glob.size(); ++index) {
        const QStringView rest = glob.sliced(index);
        const auto [bracket, length] = rest.startsWith(u'[') ? bracketOf(rest)
                                                             : std::pair<QString, qsizetype>();
        if (length > 0) {
            expression += bracket;
            index += length - 1;
        } else if (rest.startsWith(u'*') || rest.startsWith(u'?')) {
            expression += rest.startsWith(u'*') ? "[^/]*" : "[^/]";
        } else {
            expression += literally(rest.first(1));
        }
    }
    return expression;
}

static QString bareExclude(const QString &exclude)
{
    QString bare = exclude;
    while (bare.endsWith('/'))
        bare.chop(1);
    return bare;
}

QStringList findTests(const QString &name, const QStringList &excludes)
{
    const QString root = R"(\./)" + literally(name) + '/';
    // Files in which git keeps credentials are never packed.
    const QString internals = R"((.*/)?\.git/(.*/)?)";
    QStringList tests{
        "-regex",
        root + internals
            + R"((config|config\.worktree|credentials|\.git-credentials|FETCH_HEAD|logs))"};
    for (const QString &exclude : excludes) {
        const QString bare = bareExclude(exclude);
        if (bare.isEmpty())
            continue;
        QStringList parts;
        for (const QString &part : bare.split('/'))
            parts.append(globExpression(part));
        const QString depth = parts.size() == 1 ? "(.*/)?" : "";
        tests += {"-o", "-regex", root + depth + parts.join('/')};
        if (exclude.endsWith('/'))
            tests += {"-type", "d"};
    }
    return tests;
}

QStringList pathspecs(const QStringList &excludes)
{
    QStringList specs;
    for (const QString &exclude : excludes) {
        const QString bare = bareExclude(exclude);
        if (bare.isEmpty())
            continue;
        const QString glob = ":(glob,exclude)" + QString(bare.contains('/') ? "" : "**/") + bare;
        if (!exclude.endsWith('/'))
            specs.append(glob);
        specs.append(glob + "/**");
    }
    return specs;
}

} // namespace workspace
