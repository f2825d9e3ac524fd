// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/DockerRuntime.h"

namespace composition {

class Configuration;

/// The runtime that the configuration names, docker, sandbox or auto; sandboxes keep their files
/// below @p dataDirectory.
std::unique_ptr<workspace::Runtime> chosenRuntime(const Configuration &configuration,
                                                  workspace::DockerOptions containers,
                                                  workspace::Ledger *ledger,
                                                  const QString &dataDirectory);

} // namespace composition
