// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversations.h"

#include <QSet>

namespace conversations {

/// Which events of a log lead to where the conversation is now: all of them until its head was
/// moved, then the line from the root to the head.
class Branch
{
public:
    Branch() = default;
    explicit Branch(QSet<qint64> line)
        : m_line(std::move(line))
    {}

    bool contains(qint64 seq) const { return !m_line || m_line->contains(seq); }

private:
    std::optional<QSet<qint64>> m_line;
};

core::Task<Branch> activeBranch(store::Events *events, State state);

/// Moves the head of a conversation to one of its events, or before all of them; returns the new
/// state. NotFound for the conversation or the event, Conflict while it runs.
core::Task<State> navigate(Conversations *conversations, QString userId, QString id,
                           std::optional<QString> eventId);

/// The agent's last word on the way to the head: what it finished with, or said; empty without.
core::Task<QString> finalResponse(store::Events *events, State state);

} // namespace conversations
