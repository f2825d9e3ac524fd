// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Arguments.h"

#include <expected>

using Outcome = std::expected<wire::Value, wire::Failure>;

/// The operations on files that are over at once.
namespace files {

Outcome stat(Arguments args);
Outcome lstat(Arguments args);
Outcome list(Arguments args);
Outcome mkdir(Arguments args);
Outcome rename(Arguments args);
Outcome remove(Arguments args);
Outcome realpath(Arguments args);
Outcome glob(Arguments args);

} // namespace files
