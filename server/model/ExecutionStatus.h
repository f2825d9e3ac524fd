// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <utility>

namespace model {

/// What a conversation is doing.
enum class ExecutionStatus {
    Idle,
    Running,
    Paused,
    WaitingForConfirmation,
    Finished,
    Error,
    Stuck,
    Deleting
};

constexpr auto enumNames(ExecutionStatus)
{
    using enum ExecutionStatus;
    return std::array{std::pair{Idle, "idle"},
                      std::pair{Running, "running"},
                      std::pair{Paused, "paused"},
                      std::pair{WaitingForConfirmation, "waiting_for_confirmation"},
                      std::pair{Finished, "finished"},
                      std::pair{Error, "error"},
                      std::pair{Stuck, "stuck"},
                      std::pair{Deleting, "deleting"}};
}

} // namespace model
