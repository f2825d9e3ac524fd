// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Client.h"

#include <QHash>

namespace ui {

/// An option of the server.
struct ServerOption
{
    QString value; ///< in force, or what it will be after a restart
    bool isLocked = false; ///< by the command line or the environment
    bool needsRestart = false; ///< before a change counts
};

using ServerOptions = QHash<QString, ServerOption>;

/// All of them by their names, for administrators.
core::Task<ServerOptions> readOptions(Client *client);

} // namespace ui
