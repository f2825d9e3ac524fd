// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace conversations {

/// What conversations may take up and for how long.
struct Limits
{
    /// How long a deleted conversation stays on disk; 0 erases it with its deletion.
    std::chrono::days keepClosed{30};
    /// How long a conversation that nobody uses stays in memory.
    std::chrono::seconds keepIdle{20 * 60};
    /// How many stay in memory; those in use stay all the same.
    int inMemory = 500;
    /// How many agents work at a time; 0: as many as are asked to.
    int runs = 0;
    /// How many open ones a user may have.
    int perUser = 10'000;
    /// How long the steps of paused runs may take to end when the server stops.
    std::chrono::milliseconds pauseTime{5000};
};

} // namespace conversations
