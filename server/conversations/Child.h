// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversations.h"

namespace conversations {

enum class Isolation { Worktree, Shared };

constexpr auto enumNames(Isolation)
{
    return std::array{std::pair{Isolation::Worktree, "worktree"},
                      std::pair{Isolation::Shared, "shared"}};
}

/// POST /api/conversations/{id}/children.
struct ChildRequest
{
    QString task; ///< what the child is told first
    std::optional<QString> title;
    Isolation isolation = Isolation::Worktree;

    static constexpr auto fields()
    {
        return std::tuple{json::field("task", &ChildRequest::task),
                          json::field("title", &ChildRequest::title),
                          json::optional("isolation", &ChildRequest::isolation)};
    }
};

/// A conversation without events that is set up like @p parentId, works in the same directory or in
/// a worktree of it, and has its task as its first message, on disk on return. Its run is prepared:
/// the caller starts it with startRun(). Invalid, NotFound.
core::Task<std::shared_ptr<Conversation>> beginChild(Conversations *conversations, QString userId,
                                                     QString parentId, ChildRequest request);

} // namespace conversations
