// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

namespace workspace {

/// Puts a copy of @p program, called berth-workspaced, into a folder below @p root that is named
/// after its content, and says where that is. A running container keeps the folder it was given
/// when the program is replaced. Unavailable when it cannot be read or copied.
core::Result<QString> helperFolder(const QString &program, const QString &root);

/// By what the folders of @p program and of those beside it for other machines are named.
QStringList helperDigests(const QString &program);

/// The machine that a program was made for, in the words of engines ("amd64", "arm64"); empty when
/// it is none that is known.
QString architectureOf(const QString &program);

/// The helper that runs in an image for @p architecture: @p program itself, or the one beside it
/// with the architecture at its name's end. Unavailable when there is none.
core::Result<QString> helperFor(const QString &program, const QString &architecture);

} // namespace workspace
