// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Arguments.h"
#include "Operations.h"

/// The processes of the workspace: those that came of this program, itself left out.
namespace processes {

Outcome list(Arguments args);

} // namespace processes
