// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/routes/EgressRoutes.h"
#include "workspace/DockerRuntime.h"

namespace composition {

class Configuration;

/// What a workspace is unless its user says otherwise. All shared folders are mounted. Invalid,
/// naming the option, for what cannot be.
core::Result<workspace::WorkspaceSettings> workspaceDefaults(const Configuration &configuration);

/// When containers come and go.
workspace::Lifecycle workspaceLifecycle(const Configuration &configuration);

/// What every workspace may reach unless its settings say otherwise.
QList<api::ListedHost> listedHosts(const Configuration &configuration);

/// Those of the hosts that are compiled in that take uploads.
QStringList writableHosts();

} // namespace composition
