// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

namespace workspace {

/// The folder below @p root with the files of @p userId's sandbox. Invalid when the name cannot be
/// that of a folder.
core::Result<QString> sandboxFolder(const QString &root, const QString &userId);

/// Makes the folders workspace, home and tmp in @p folder. They are @p owner's when one is given;
/// nobody else may look into @p folder. Unavailable when that is not possible.
core::Result<> giveFolders(const QString &folder, std::optional<uint> owner);

/// Writes the files of a sandbox's own /etc into a folder below @p root and says where that is.
core::Result<QString> sandboxSettings(const QString &root);

} // namespace workspace
