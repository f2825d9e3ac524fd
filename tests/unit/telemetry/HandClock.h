// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Clock.h"

/// A clock that goes only when it is told to.
class HandClock : public core::Clock
{
public:
    std::chrono::microseconds now() const override { return time; }
    std::chrono::nanoseconds monotonic() const override { return time; }
    void pass(std::chrono::microseconds passed) { time += passed; }

    std::chrono::microseconds time = std::chrono::hours(500'000);
};
