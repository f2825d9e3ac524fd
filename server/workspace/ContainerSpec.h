// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Volumes.h"
#include "workspace/DiskQuota.h"
#include "workspace/Ledger.h"

namespace workspace {

struct DockerOptions;

/// Marks what a server made, with the name of its data.
inline const QString instanceLabel = "dev.berth.instance";
/// The user whose container or volume it is.
inline const QString userLabel = "dev.berth.user";
/// The workspace that it belongs to.
inline const QString workspaceLabel = "dev.berth.workspace";
/// A digest of all else in the container's description: a container with another one is outdated.
inline const QString specLabel = "dev.berth.spec";

/// Where the helper and its socket are, inside every container.
inline const QString helperProgram = "/opt/berth/berth-workspaced";
inline const QString helperSocket = "/run/berth/helper.sock";

/// The user and group that agents work as, unless the settings say otherwise.
inline constexpr int agentId = 1000;

/// The environment of a workspace: what the settings say, above the base of every workspace.
QMap<QString, QString> workspaceEnvironment(const WorkspaceSettings &settings);

/// Who owns the files of a workspace: the owner of the first writable folder among @p mounts that
/// does not belong to root, else @p fallback.
uint fileOwner(const QList<docker::ContainerSpec::Mount> &mounts, uint fallback);

/// The shared folders as mounts of a workspace.
QList<docker::ContainerSpec::Mount> sharedMounts(const WorkspaceSettings &settings,
                                                 const SettingsBounds &bounds);

/// What the server shows the helper in a workspace's container, so that it takes commands from
/// nobody else; the container knows only a digest of it. Empty when the options have no secret.
QString helperToken(const DockerOptions &options, const QString &workspaceId);

/// What the workspace's container is made of; @p imageId is what its image is now.
docker::ContainerSpec containerSpec(const DockerOptions &options, const WorkspaceRecord &record,
                                    const QString &imageId = {});

/// How long the workspace keeps its container without being used.
std::chrono::seconds idleTimeoutOf(const DockerOptions &options, const WorkspaceRecord &record);

/// A container of the server's settings by which docker::boundsRoots() finds out about the engine.
docker::ContainerSpec rootLimitProbe(const DockerOptions &options);

/// A volume by which docker::boundsVolumes() finds out about the engine.
docker::Volume volumeLimitProbe(const DockerOptions &options);

/// The space for the files of such a container.
DiskQuotaOptions diskQuota(const docker::ContainerSpec &spec);

/// The user's number in a ContainerSpec.
int ownerOf(const docker::ContainerSpec &spec);

} // namespace workspace
