// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Engine.h"

namespace docker {

/// The machine that an engine makes containers on.
struct Machine
{
    double cpus = 0; ///< 0: unknown
    qint64 memoryBytes = 0; ///< 0: unknown
    QString architecture = {};  ///< as uname says it: "x86_64", "aarch64"
    QString rootDirectory = {}; ///< of the engine's data, there
    QString cgroupVersion = {}; ///< "1", "2", or empty
    bool limitsMemory = false;
    bool limitsCpus = false;
    bool limitsProcesses = false;
    bool limitsRoots = false; ///< what boundsRoots() found; machineOf() does not ask
    bool limitsVolumes = false; ///< what boundsVolumes() found; machineOf() does not ask
    bool isRootless = false;
    bool filtersSystemCalls = false; ///< seccomp
    /// Root of a container is nobody on the machine: a rootless engine or one with user namespaces.
    bool remapsUsers = false;
    /// What the engine says it cannot enforce, one sentence each.
    QStringList warnings = {};
};

/// Asks @p engine for its machine.
core::Task<Machine> machineOf(std::shared_ptr<Engine> engine);

/// Reads the engine's answer.
Machine machineFrom(const QJsonValue &answer);

} // namespace docker
