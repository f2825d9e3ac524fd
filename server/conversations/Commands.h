// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversation.h"

/// What a person may tell a conversation, whoever brings it. A goal that goes on by itself ends
/// with the person's word.
namespace conversations::commands {

using Live = std::shared_ptr<Conversation>;

/// Adds the message and, when it says so, runs; the caller calls startRun() when the answer has
/// left.
core::Task<> send(Live conversation, model::SendMessage message);
core::Task<> pause(Live conversation);
core::Task<> interrupt(Live conversation);
/// Makes it go on; Conflict while it runs, or while actions wait for an answer. The caller calls
/// startRun().
core::Task<> resume(Live conversation);
/// Lets the pending actions run; Conflict when @p actions, their ids, are not exactly those that
/// wait. The caller calls startRun().
core::Task<> approve(Live conversation, QStringList actions);
/// Refuses them in the same way.
core::Task<> reject(Live conversation, QStringList actions, QString reason);

/// Waits until no run is under way: false when @p limit or @p stop came first. Neither ends the
/// run.
core::Task<bool> untilQuiet(Live conversation, std::chrono::milliseconds limit,
                            std::stop_token stop);

} // namespace conversations::commands
