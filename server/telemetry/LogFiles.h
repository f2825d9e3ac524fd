// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/LogSink.h"
#include "core/Result.h"

#include <QFile>

namespace telemetry {

/// Keeps the log in a folder as lines of JSON: berth.log, and older ones as berth.log.1 and so on.
/// One thread at a time.
class LogFiles
{
public:
    struct Bounds
    {
        int files = 5; ///< with the one that is written
        qint64 bytes = 10 * 1024 * 1024; ///< of each
    };

    LogFiles(QString folder, Bounds bounds);

    /// Unavailable when nothing can be written there.
    core::Result<> open();
    void write(const core::LogLine &line);

private:
    QString name(int age) const;
    void rotate();

    const QString m_folder;
    const Bounds m_bounds;
    QFile m_file;
};

} // namespace telemetry
