// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Channel.h"
#include "workspace/WorkspaceSettings.h"

namespace workspace {

/// Where a directory of a container can be.
enum class DirectoryKind {
    Volume, ///< /workspace, the home folder, /tmp and below
    Shared, ///< a shared folder of the machine and below
    Linked, ///< elsewhere: kept on the volume, with a link from its path
    Refused, ///< elsewhere, in a system that cannot be changed
};

/// The kind of @p path, which is absolute and clean, in a container with these settings.
DirectoryKind directoryKind(const QString &path, const WorkspaceSettings &settings);

/// What to say about a Refused one.
QString directoryRefusal();

/// The absolute path of @p path, which may be relative, in a container with these settings. Invalid
/// when it is Refused.
core::Result<QString> workingDirectoryAt(const QString &path, const WorkspaceSettings &settings);

/// Makes @p path, absolute and clean, so that what is written there survives the container.
/// Invalid when it is Refused or a file is in the way.
core::Task<> makeWorkingDirectory(std::shared_ptr<Channel> channel, QString path,
                                  WorkspaceSettings settings);

/// Makes the links of every directory that was made as Linked, in a new container.
core::Task<> restoreLinks(std::shared_ptr<Channel> channel);

} // namespace workspace
