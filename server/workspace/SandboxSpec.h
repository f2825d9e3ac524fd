// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Containers.h"
#include "workspace/WorkspaceSettings.h"

namespace workspace {

struct SandboxOptions;

/// What one sandbox is made of.
struct SandboxSpec
{
    QString bubblewrap; ///< the program
    QList<docker::ContainerSpec::Mount> mounts; ///< none is a volume
    QMap<QString, QString> environment;
    QStringList command;
    QString workingDirectory;
    std::optional<uint> owner; ///< whom a server that is root becomes first
    qint64 openFiles = 0;
    qint64 fileBytes = 0; ///< of one file
    qint64 dataBytes = 0; ///< of memory that one process can write
    qint64 sharedMemoryBytes = 0;
};

/// What a sandbox with its files below @p folder is made of.
SandboxSpec sandboxSpec(const SandboxOptions &options, const QString &folder);

/// A sandbox that shows the helper only and asks it for its version.
SandboxSpec sandboxProbe(const SandboxOptions &options);

/// The arguments of bubblewrap but for the command; @p sources say where each mount comes from.
QStringList bubblewrapArguments(const SandboxSpec &spec, const QStringList &sources);

/// Why settings ask for what no sandbox can give; empty when they do not.
QString sandboxRefusal(const WorkspaceSettings &settings);

} // namespace workspace
