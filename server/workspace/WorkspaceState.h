// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"

#include <chrono>

namespace workspace {

/// Where a workspace is between nothing but files and a container that answers.
enum class WorkspaceState {
    Stopped, ///< only its files are there; it starts when it is used
    Fetching, ///< its image is pulled or built; the reason says how far that is
    Queued, ///< others start first
    Creating,
    Starting,
    Connecting,
    Ready,
    Paused, ///< it keeps its memory and gets no processor; it goes on when it is used
    Failed, ///< it could not be started; it is tried again when it is used after a while
    Removing,
};

constexpr auto enumNames(WorkspaceState)
{
    using enum WorkspaceState;
    return std::array{std::pair{Stopped, "stopped"},   std::pair{Fetching, "fetching"},
                      std::pair{Queued, "queued"},     std::pair{Creating, "creating"},
                      std::pair{Starting, "starting"}, std::pair{Connecting, "connecting"},
                      std::pair{Ready, "ready"},       std::pair{Paused, "paused"},
                      std::pair{Failed, "failed"},     std::pair{Removing, "removing"}};
}

/// A step on the way to Ready and how long it took.
struct WorkspaceStage
{
    WorkspaceState state = WorkspaceState::Stopped;
    std::chrono::milliseconds duration{0};
};

struct WorkspaceStatus
{
    WorkspaceState state = WorkspaceState::Stopped;
    QString reason = {}; ///< why it is Stopped or Failed, or how far, in words for people
    int position = 0; ///< when Queued: how many must start before it
    QList<WorkspaceStage> stages = {}; ///< of its last start
    /// When Failed: how long use starts it no more; nothing when it does.
    std::optional<std::chrono::milliseconds> rest = {};
};

} // namespace workspace
