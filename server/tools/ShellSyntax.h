// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace tools {

/// The statements of @p command that stand on lines of their own. What belongs together in a shell
/// stays together: quotes, compound commands, lists and pipes that go on in the next line,
/// here-documents and the line after them. A command that is not well-formed is one statement, so
/// that the shell says what is wrong with it.
QStringList shellStatements(const QString &command);

} // namespace tools
