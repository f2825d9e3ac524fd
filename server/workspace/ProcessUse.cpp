// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/ProcessUse.h"

namespace workspace {

void addProcesses(WorkspaceUse &use, const QList<ProcessInfo> &processes)
{
    use.processes = processes.size();
    use.memoryBytes = 0;
    use.processorTime = 0;
    for (const ProcessInfo &process : processes) {
        use.memoryBytes += process.memoryBytes;
        use.processorTime += process.processorTime;
    }
}

} // namespace workspace
