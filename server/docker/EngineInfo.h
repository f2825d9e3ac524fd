// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Engine.h"

namespace docker {

/// What an engine says about itself and its machine (`GET /info`).
struct EngineInfo
{
    QString storageDriver;
    QString rootDirectory; ///< of its data, on its own machine
    QString architecture;  ///< as uname says it: "x86_64", "aarch64"
    QString cgroupVersion; ///< "1", "2", or empty
    int processors = 0;
    qint64 memoryBytes = 0;
    bool limitsMemory = false;
    bool limitsProcessors = false;
    bool limitsProcesses = false;
    bool isRootless = false;
    bool remapsUsers = false;
    bool filtersSystemCalls = false; ///< seccomp
    bool keepsContainers = false;    ///< while the engine itself restarts
    QStringList warnings;            ///< in the engine's words
};

core::Task<EngineInfo> engineInfo(std::shared_ptr<Engine> engine);

} // namespace docker
