// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Channel.h"

namespace workspace {

/// A git worktree that is wanted.
struct WorktreeWish
{
    enum class Base { DefaultBranch, Head, Reference };

    QString directory; ///< absolute; where the work would be without a worktree
    QString folder;    ///< absolute; the worktree becomes a folder in it
    QString branch;
    Base base = Base::DefaultBranch;
    QString reference; ///< for Base::Reference
};

struct Worktree
{
    QString root;      ///< the worktree's own folder, named like the repository's
    QString directory; ///< where `directory` of the wish is in it
};

/// Makes a worktree on a branch of its own, which is made too unless it exists; nothing when the
/// directory lies in no repository. The default branch is the remote's, after a fetch that may
/// fail, else main, master or what is checked out. Invalid with git's words.
core::Task<std::optional<Worktree>> makeWorktree(std::shared_ptr<Channel> channel,
                                                 WorktreeWish wish);

/// Removes the worktrees in @p folder with the folder, and lets their repositories forget them; the
/// branches stay. A folder that is not there is fine.
core::Task<> removeWorktrees(std::shared_ptr<Channel> channel, QString folder);

} // namespace workspace
