// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Channel.h"
#include "workspace/WorkspaceUse.h"

namespace workspace {

/// What living processes use together: for a workspace that no kernel counts as one. Memory that
/// they share counts for each, processor time of those that ended not at all.
void addProcesses(WorkspaceUse &use, const QList<ProcessInfo> &processes);

} // namespace workspace
