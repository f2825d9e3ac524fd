// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Engine.h"
#include "workspace/Ledger.h"

#include <functional>

namespace workspace {

/// Something of ours that nothing needs any more.
struct Leftover
{
    enum class Kind { Container, Volume, Workspace };

    Kind kind = Kind::Container;
    QString name; ///< of the container or the volume; the workspace's id
    QString workspaceId;
    QString reason; ///< in words for people
};

/// What decides whether something is needed.
struct KeepingRules
{
    QString instance; ///< only what bears it is looked at
    std::chrono::microseconds now{0}; ///< since 1970
    /// Workspaces count as used at least then.
    std::chrono::microseconds usedSince{0};
    /// How long a workspace keeps its container without being used.
    std::function<std::chrono::seconds(const WorkspaceRecord &record)> idleTimeout;
    /// How long a workspace keeps its files without being used; zero: for ever. Default workspaces
    /// always keep them.
    std::chrono::seconds retention{0};
    /// Whether volumes of workspaces that the ledger does not know go too. A crash leaves none; a
    /// ledger that was restored or lost does, and then they hold somebody's files.
    bool removesUnknownVolumes = false;
    /// Somebody sees to it, so it is left alone.
    std::function<bool(const QString &workspaceId)> isInUse;
};

/// What is in the engine or the ledger and nothing needs, in the order in which it can go.
core::Task<QList<Leftover>> findLeftovers(std::shared_ptr<docker::Engine> engine, Ledger *ledger,
                                          KeepingRules rules);

/// Removes them, but for those that came into use, and says what could not be removed.
core::Task<> removeLeftovers(std::shared_ptr<docker::Engine> engine, Ledger *ledger,
                             QList<Leftover> leftovers, KeepingRules rules);

} // namespace workspace
