// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/State.h"
#include "core/Async.h"
#include "core/LogSink.h"

namespace conversations {

/// What lines of the log are about that tell of a conversation.
inline QMap<QString, QString> logContextOf(const State &state)
{
    return {{"user", state.userId}, {"conversation", state.id}};
}

/// Lines of the log are about a conversation and its user while this lives; for a block without
/// co_await.
inline core::LogScope logScope(const State &state)
{
    return core::LogScope(logContextOf(state));
}

/// core::spawn() for something of a conversation's.
inline void spawnFor(const State &state, core::Task<> task, const char *purpose)
{
    const core::LogScope scope = logScope(state);
    core::spawn(std::move(task), purpose);
}

} // namespace conversations
