// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "workspace/Channel.h"

namespace workspace {

/// What can be sent to a process.
enum class ProcessSignal { Term, Kill, Int, Hup, Quit, Stop, Cont, User1, User2 };

constexpr auto enumNames(ProcessSignal)
{
    using enum ProcessSignal;
    return std::array{std::pair{Term, "TERM"}, std::pair{Kill, "KILL"},  std::pair{Int, "INT"},
                      std::pair{Hup, "HUP"},   std::pair{Quit, "QUIT"},  std::pair{Stop, "STOP"},
                      std::pair{Cont, "CONT"}, std::pair{User1, "USR1"}, std::pair{User2, "USR2"}};
}

/// Sends a signal to one process that Channel::processes() tells of. NotFound when there is none of
/// that number, Conflict with the system's words when it cannot be sent.
core::Task<> sendSignal(std::shared_ptr<Channel> channel, int process, ProcessSignal signal);

} // namespace workspace
