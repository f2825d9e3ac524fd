// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

namespace workspace {

/// The folders of this machine that containers see as the one with their helper's socket. What is
/// in them was made by a container: it is removed beside the server's thread, and never followed.

/// Makes @p folder anew, for everybody to write; what leads there must be the server's alone.
core::Result<> makeSocketFolder(const QString &folder);

/// Removes @p folder and all that is in it.
void discardSocketFolder(const QString &folder);

/// Removes the folders in @p root that are not called like one of @p kept.
void discardSocketFoldersExcept(const QString &root, const QStringList &kept);

} // namespace workspace
