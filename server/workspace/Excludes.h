// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

/// What is left out of an archive. An exclude is a glob: a name matches at any depth, a path from
/// the root, one with a slash at its end folders alone. An asterisk never crosses a slash.
namespace workspace {

/// What is left out unless somebody asks for everything.
QStringList defaultExcludes();

/// The POSIX regular expression for one part of a glob.
QString globExpression(QStringView glob);

/// The tests (-regextype posix-extended) by which find knows what to leave out below the folder
/// ./NAME. Files in which git keeps credentials are always among them.
QStringList findTests(const QString &name, const QStringList &excludes);

/// The same for git, which never packs its own files.
QStringList pathspecs(const QStringList &excludes);

} // namespace workspace
