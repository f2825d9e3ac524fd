// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Files.h"

/// What the workspace is: user, host, programs.
namespace host {

Outcome info(Arguments args);
std::string kernel();
std::string arch();

} // namespace host
