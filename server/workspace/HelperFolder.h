// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

namespace workspace {

/// Puts a copy of @p program, called berth-workspaced, into a folder below @p root that is named
/// after its content, and says where that is. A running container keeps the folder it was given
/// when the program is replaced. Unavailable when it cannot be read or copied.
core::Result<QString> helperFolder(const QString &program, const QString &root);

} // namespace workspace
