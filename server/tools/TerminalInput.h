// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace tools {

/// The bytes of a key that is written as a word: "ENTER", "UP", "C-c", "ctrl+d"; nothing for other
/// text.
std::optional<QByteArray> keyBytes(const QString &text);

/// The letter of a control key, upper case ("C-c" gives 'C'); nothing for other text.
std::optional<QChar> controlLetter(const QString &text);

/// What to type for @p text: the bytes of a key, or the text and Enter.
QByteArray typedBytes(const QString &text);

/// "list", "dict" or "nested list" when @p command looks like a literal of a programming language
/// and not like a command; empty otherwise.
QString literalKind(const QString &command);

/// Whether @p name can name a variable of the environment.
bool isVariableName(const QString &name);

} // namespace tools
