// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Configuration.h"
#include "api/routes/EngineRoutes.h"

namespace composition {

/// Looks for the engine that @p configuration means, as `berthd doctor` does, and without one
/// whether sandboxes can be made. It changes nothing.
core::Task<api::EngineReport> lookAtEngine(Configuration configuration);

} // namespace composition
