// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace telemetry {

/// From where on something is worth an alert.
struct AlertThresholds
{
    double dataDiskFree = 10; ///< percent of the disk of the data folder
    double errorRate = 5;     ///< percent of the answers of five minutes
    double budget = 80;       ///< percent of what a user may spend
    std::chrono::minutes runSilence{30}; ///< of a run that is under way
    std::chrono::days certificate{14};   ///< that it is still valid
    std::chrono::hours backupAge{48};
    double commit = 1;            ///< seconds that one may take
    double storeQueue = 50;       ///< percent of what may wait for the database
    double workspaceMemory = 90;  ///< percent of what a workspace may have
    double modelFailures = 3;     ///< calls of a model in a row

    bool operator==(const AlertThresholds &) const = default;
};

} // namespace telemetry
