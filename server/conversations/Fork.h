// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversations.h"

namespace conversations {

/// POST /api/conversations/{id}/fork.
struct ForkRequest
{
    /// Without a body a request asks for a plain fork.
    static constexpr bool mayBeAbsent = true;

    std::optional<QString> id;
    std::optional<QString> title;
    QMap<QString, QString> tags;
    bool resetMetrics = true;
    std::optional<QString> fromEventId; ///< where the fork's log ends; the whole log without it

    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &ForkRequest::id),
                          json::field("title", &ForkRequest::title),
                          json::optional("tags", &ForkRequest::tags),
                          json::optional("reset_metrics", &ForkRequest::resetMetrics),
                          json::field("from_event_id", &ForkRequest::fromEventId)};
    }
};

/// A new, idle conversation that remembers what @p sourceId remembers and works in the same
/// directory; returns its state. Invalid, NotFound for the source or the event, Conflict when the
/// id is taken.
core::Task<State> fork(Conversations *conversations, QString userId, QString sourceId,
                       ForkRequest request);

} // namespace conversations
