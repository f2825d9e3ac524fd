// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/ProcessEnd.h"

#include <QTimer>

core::Task<> workspace::hasEnded(std::shared_ptr<QProcess> process,
                                 std::chrono::milliseconds patience)
{
    const core::Deferred<bool> ended;
    QObject::connect(process.get(), &QProcess::stateChanged, process.get(),
                     [ended](QProcess::ProcessState state) {
        if (state == QProcess::NotRunning)
            ended.resolve(true);
    });
    if (process->state() == QProcess::NotRunning)
        ended.resolve(true);
    QTimer limit;
    limit.setSingleShot(true);
    QObject::connect(&limit, &QTimer::timeout, process.get(), &QProcess::kill);
    limit.start(patience);
    co_await ended;
    co_return {};
}
