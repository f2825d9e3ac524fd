// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Containers.h"

namespace workspace {

struct DockerOptions;

/// Marks what a server made, with the name of its data.
inline const QString instanceLabel = "dev.berth.instance";
/// The user whose container or volume it is.
inline const QString userLabel = "dev.berth.user";
/// A digest of all else in the container's description: a container with another one is outdated.
inline const QString specLabel = "dev.berth.spec";

/// Where the helper and its socket are, inside every container.
inline const QString helperProgram = "/opt/berth/berth-workspaced";
inline const QString helperSocket = "/run/berth/helper.sock";

/// The user and group that agents work as, inside every container.
inline constexpr int agentId = 1000;

/// What @p userId's container is made of.
docker::ContainerSpec containerSpec(const DockerOptions &options, const QString &userId);

} // namespace workspace
