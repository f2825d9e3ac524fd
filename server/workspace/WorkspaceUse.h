// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace workspace {

/// What a workspace uses at one moment. -1 where the system does not say, or sets no limit.
struct WorkspaceUse
{
    struct Folder
    {
        QString path;
        qint64 bytes = 0; ///< on the disk, without other file systems below
        qint64 files = 0; ///< entries of any kind
        bool complete = true; ///< all of it could be read
    };
    qint64 processorTime = -1; ///< microseconds since the workspace began
    qint64 memoryBytes = -1; ///< without what the system can drop at once
    qint64 memoryLimit = -1;
    qint64 outOfMemoryKills = -1;
    qint64 processes = -1;
    qint64 processLimit = -1;
    qint64 bytesSent = -1; ///< through the way out, since the container was reached
    qint64 bytesReceived = -1;
    QList<Folder> folders;
};

} // namespace workspace
