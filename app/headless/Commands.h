// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace composition {
class Configuration;
}

/// The commands of berthd. Each runs to its end and returns the exit code.
namespace headless {

enum ExitCode { Fine = 0, Failed = 1, BadUsage = 2, PortTaken = 3, DirectoryTaken = 4 };

/// What serve() prints besides the line that says where it listens.
enum class Advice { None, HowToConnect };

int serve(const composition::Configuration &configuration, Advice advice = Advice::None);
/// Copies the database to @p target.
int backUp(const composition::Configuration &configuration, const QString &target);
/// Removes from the engine what no workspace needs, or only says what that is.
int collectGarbage(const composition::Configuration &configuration, bool isDryRun);
int demo(const composition::Configuration &configuration);
/// Says which engine makes the containers, why not another, and what is wrong with it.
int doctor(const composition::Configuration &configuration);
int status(const composition::Configuration &configuration);
int stop(const composition::Configuration &configuration);

} // namespace headless
