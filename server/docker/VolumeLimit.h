// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Volumes.h"

namespace docker {

/// The option that bounds what a volume takes, in bytes.
inline const QString sizeOption = "size";

/// Whether the engine can bound a volume by sizeOption, as it can where its data lie on a file
/// system with project quotas: no engine tells, so a volume named and labelled like @p probe is
/// made and removed. Podman never does, and says nothing of that.
core::Task<bool> boundsVolumes(std::shared_ptr<Engine> engine, Volume probe);

} // namespace docker
