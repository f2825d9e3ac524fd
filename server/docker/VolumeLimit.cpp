// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/VolumeLimit.h"

using core::Error;

core::Task<bool> docker::boundsVolumes(std::shared_ptr<Engine> engine, Volume probe)
{
    const core::Result<EngineVersion> version = co_await engine->connect();
    if (!version)
        co_return std::unexpected(version.error());
    if (version->isPodman) // it takes the option, and bounds nothing by it
        co_return false;
    Volumes volumes(engine);
    probe.options.insert(sizeOption, QString::number(1 << 20));
    // One that an earlier run left would be found as it is.
    const core::Result<> cleared = co_await volumes.remove(probe.name);
    if (!cleared && cleared.error().kind != Error::Kind::NotFound)
        co_return std::unexpected(cleared.error());
    const core::Result<> made = co_await volumes.create(probe);
    if (made) {
        const core::Result<> removed = co_await volumes.remove(probe.name);
        if (!removed)
            co_return std::unexpected(removed.error());
        co_return true;
    }
    const Error::Kind kind = made.error().kind;
    if (kind == Error::Kind::Invalid || kind == Error::Kind::Upstream)
        co_return false;
    co_return std::unexpected(made.error());
}
