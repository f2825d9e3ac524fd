// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

namespace store {

class Connection;

/// Brings the schema up to date with the scripts NNNN_name.sql of @p folder, each in a transaction
/// of its own; a statement of a script ends with a semicolon at the end of a line. Conflict when
/// the database has a version that no script makes.
core::Result<> migrate(Connection &connection, const QString &folder = ":/sql");

/// The version of the database's schema, 0 for an empty one.
core::Result<int> schemaVersion(Connection &connection);

} // namespace store
