// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QString>

namespace store {

/// Copies the database @p file as it is at one moment to @p target (mode 0600), also while a server
/// works with it and without making that one wait. It blocks for as long as the copy takes.
///
/// @p target has its name only once it is complete and on disk. Conflict when it exists; NotFound
/// when there is no database; Unavailable when the disk has no room for it, or fails.
core::Result<> backUp(const QString &file, const QString &target);

} // namespace store
