// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/Session.h"
#include "ui/models/RemoteServer.h"

#include "moc_RemoteServer.cpp"
#include "moc_ServerDoor.cpp"
#include "moc_Session.cpp"
