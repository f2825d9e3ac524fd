// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Containers.h"

namespace docker {

/// Whether the engine can bound what a container of @p probe's kind writes into its own system
/// (ContainerSpec::rootBytes): no engine tells, so a container is made that never runs. NotFound
/// when its image is not there.
core::Task<bool> boundsRoots(std::shared_ptr<Engine> engine, ContainerSpec probe);

} // namespace docker
