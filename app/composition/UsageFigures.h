// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/Metrics.h"
#include "workspace/UsageSampler.h"

namespace composition {

/// What the workspaces use, as sums and as the largest of them; whose is whose is not told.
/// @p usage outlives @p metrics.
void addUsageFigures(telemetry::Metrics &metrics, const workspace::UsageSampler *usage);

} // namespace composition
