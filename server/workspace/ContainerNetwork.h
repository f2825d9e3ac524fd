// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Containers.h"
#include "workspace/Egress.h"
#include "workspace/WireChannel.h"
#include "workspace/WorkspaceSettings.h"

namespace workspace {

struct DockerOptions;
struct WorkspaceRecord;

/// Sets what a container's description says of its network. @p instance is that of the server.
void setNetwork(const WorkspaceSettings &settings, const QString &instance,
                docker::ContainerSpec &spec);

/// What a workspace's programs are told of the way out.
QMap<QString, QString> networkEnvironment(const WorkspaceSettings &settings);

/// The way out that a workspace with these settings has, as @p egress says; nothing when there is
/// none.
std::optional<EgressOptions> wayOut(EgressOptions egress, const WorkspaceSettings &settings,
                                    const OwnListeners &ownListeners);

/// The same for a container.
std::optional<EgressOptions> wayOut(const DockerOptions &options, const WorkspaceRecord &record);

/// Makes the network that a container is to be on, when it is missing.
core::Task<> makeNetwork(std::shared_ptr<docker::Engine> engine, docker::ContainerSpec spec);

/// Opens the way out. A workspace where that fails works all the same, without it.
core::Task<> offerWayOut(std::shared_ptr<WireChannel> channel,
                         std::optional<EgressOptions> options);

} // namespace workspace
