// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Containers.h"

#include <QHash>

namespace workspace {

/// Marks a volume with a copy of the helper, with the digest of that.
inline const QString helperLabel = "dev.berth.helper";

/// The helper on an engine that does not see the files of this machine: in a volume for each
/// version, which every container mounts and none can change.
class HelperVolumes
{
public:
    /// How a container mounts it; @p folder is one of helperFolder().
    static docker::ContainerSpec::Mount mountOf(const QString &instance, const QString &folder);

    /// Brings the helper of @p folder there, with the help of a container like @p spec that never
    /// runs; once, unless it fails.
    core::Task<> fill(std::shared_ptr<docker::Engine> engine, docker::ContainerSpec spec,
                      QString folder);
    /// Perhaps somebody removed them, or the engine is another one.
    void forget() { m_filled.clear(); }

private:
    using Filled = core::Result<>;

    QHash<QString, core::Deferred<Filled>> m_filled; ///< by folder
};

} // namespace workspace
