// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/EmptyState.h"

namespace ui {

class ServerDoor;

/// What stands in the place of a page while no server runs: how it is with the server, and what
/// starts it.
class NoServer : public EmptyState
{
    Q_OBJECT

public:
    /// @p door outlives it.
    explicit NoServer(ServerDoor *door, QWidget *parent = nullptr);

private:
    void follow();

    ServerDoor *m_door;
};

} // namespace ui
