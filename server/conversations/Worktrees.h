// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversation.h"

namespace conversations {

/// Whether the request for @p state asked for a git worktree.
bool wantsWorktree(const State &state);

/// The folder of the worktree below @p root that @p directory lies in, if it does: conversations
/// that were given the directory of another one share its worktree.
std::optional<QString> worktreeOf(const QString &root, const QString &directory);

/// @p state moved into a worktree of its own below @p root, with a word to its agent; unchanged
/// when its directory lies in no repository. Invalid with git's words.
core::Task<State> inWorktree(std::shared_ptr<workspace::Channel> channel, QString root,
                             State state);

/// Removes the worktree of a conversation that was closed, unless a fork still works in it. Its
/// branch stays.
core::Task<> freeWorktree(Services services, State state);

} // namespace conversations
