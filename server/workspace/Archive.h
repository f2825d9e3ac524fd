// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Channel.h"

namespace workspace {

enum class ArchiveFormat { GitDelta, TarGz };

constexpr auto enumNames(ArchiveFormat)
{
    return std::array{std::pair{ArchiveFormat::GitDelta, "git-delta"},
                      std::pair{ArchiveFormat::TarGz, "tar.gz"}};
}

/// Whether the only repository within three levels below a folder is meant instead of it.
enum class ArchiveRoot { Repository, Folder };

/// What to pack.
struct ArchiveRequest
{
    QString path; ///< absolute
    ArchiveFormat format = ArchiveFormat::GitDelta;
    std::optional<QString> baseRef = {}; ///< what a delta is measured from
    QStringList excludes = {}; ///< as Excludes.h says
    ArchiveRoot root = ArchiveRoot::Repository;
};

/// A folder on its way out, and where it comes from; empty texts are unknown.
struct Archive
{
    std::shared_ptr<QIODevice> content; ///< sequential
    QString root;                       ///< the folder that was packed
    bool isRepository = false;
    QString remote; ///< without credentials
    QString branch; ///< "DETACHED" when none is checked out
    QString head;
    QString base; ///< the commit that a delta applies to

    /// The root's own name.
    QString name() const;
};

/// Packs a folder, or the repository below it, as it is read. NotFound
/// "Directory not found"; Invalid for what is no folder, no repository, no reference; Upstream when
/// a program in the workspace fails.
core::Task<Archive> openArchive(std::shared_ptr<Channel> channel, ArchiveRequest request);

} // namespace workspace
