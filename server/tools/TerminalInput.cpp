// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/TerminalInput.h"

#include <QMap>
#include <QRegularExpression>

namespace tools {

static const QMap<QString, QByteArray> &namedKeys()
{
    static const QMap<QString, QByteArray> keys{{"ENTER", "\r"},     {"TAB", "\t"},
                                                {"BS", "\x7f"},      {"ESC", "\x1b"},
                                                {"UP", "\x1b[A"},    {"DOWN", "\x1b[B"},
                                                {"RIGHT", "\x1b[C"}, {"LEFT", "\x1b[D"},
                                                {"HOME", "\x1b[H"},  {"END", "\x1b[F"},
                                                {"PGUP", "\x1b[5~"}, {"PGDN", "\x1b[6~"}};
    return keys;
}

std::optional<QChar> controlLetter(const QString &text)
{
    static const QRegularExpression pattern("^(?:C-|CTRL-|CTRL\\+)([A-Z])$");
    const QRegularExpressionMatch match = pattern.match(text.trimmed().toUpper());
    if (!match.hasMatch())
        return {};
    return match.captured(1).front();
}

std::optional<QByteArray> keyBytes(const QString &text)
{
    if (const std::optional<QChar> letter = controlLetter(text))
        return QByteArray(1, static_cast<char>(letter->unicode() & 0x1f));
    const auto found = namedKeys().find(text.trimmed().toUpper());
    if (found == namedKeys().end())
        return {};
    return *found;
}

QByteArray typedBytes(const QString &text)
{
    if (const std::optional<QByteArray> key = keyBytes(text))
        return *key;
    return (text + '\n').replace('\n', '\r').toUtf8();
}

QString literalKind(const QString &command)
{
    const QString start = command.trimmed().first(qMin(3, command.trimmed().size()));
    if (start.startsWith("[{") || start.startsWith("[\"") || start.startsWith("['"))
        return "list";
    if (start.startsWith("{\"") || start.startsWith("{'"))
        return "dict";
    // "[[ -f x ]]" is a test of the shell.
    if (start.startsWith("[[") && start.size() == 3 && !start.at(2).isSpace())
        return "nested list";
    return {};
}

bool isVariableName(const QString &name)
{
    static const QRegularExpression pattern("^[A-Za-z_][A-Za-z0-9_]*\\z");
    return pattern.match(name).hasMatch();
}

} // namespace tools
