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
    enum class Kind { Container, Volume, Disk, Network, Image, Helper, Workspace };

    Kind kind = Kind::Container;
    QString name; ///< of the container, volume, network, image or folder (of a disk image too); the
                  ///< workspace's id
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
    /// Whether the network that containers share and images that were built here go too, when
    /// nothing uses them. Only while no server runs that could be about to.
    bool removesShared = false;
    QString image = {}; ///< of workspaces whose settings name none
    /// Where copies of the helper are for engines of this machine; none is looked at when empty.
    QString helperRoot = {};
    /// The digests of the helpers that new containers get. Copies of others go, with the volumes
    /// that have them, when no container sees them; none go when empty.
    QStringList helpers = {};
    /// Where the disk images of workspaces are on this machine; none is looked at when empty.
    QString diskRoot = {};
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
