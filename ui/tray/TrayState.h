// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ServerDoor.h"
#include "ui/widgets/Preferences.h"

#include <QIcon>

namespace ui {

/// What the icon says at a glance, the first that holds.
enum class TrayState { Trouble, Waiting, Working, Starting, Idle, Stopped };

struct TrayFacts
{
    ServerDoor::State server = ServerDoor::State::Stopped;
    bool isLost = false; ///< the server runs, but does not answer
    bool hasAlarm = false; ///< a critical alert fires
    int waiting = 0;
    int working = 0;
    double cost = 0; ///< of models today, US dollars

    bool operator==(const TrayFacts &) const = default;
};

TrayState trayStateOf(const TrayFacts &facts);
/// "Berth: 2 waiting for you, 2 working, $6.84 today"
QString trayTooltip(const TrayFacts &facts);
/// The icon that panels tint themselves, without ".svg": "berth-waiting-2-symbolic".
QString trayIconName(const TrayFacts &facts);
/// In the sizes that panels ask for. Automatic is the one that the panel tints where Berth is
/// installed and the panel reads names (@p panelTints); else dark or light as the desktop is.
QIcon trayIcon(const TrayFacts &facts, Preferences::TrayInk ink, bool panelTints);

} // namespace ui
