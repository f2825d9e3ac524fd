// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/RootLimit.h"

using core::Error;

core::Task<bool> docker::boundsRoots(std::shared_ptr<Engine> engine, ContainerSpec probe)
{
    Q_ASSERT(probe.rootBytes > 0);
    Containers containers(engine);
    core::Result<QString> id = co_await containers.create(probe);
    // One that an earlier run left.
    if (!id && id.error().kind == Error::Kind::Conflict) {
        const core::Result<> removed = co_await containers.remove(probe.name);
        if (!removed)
            co_return std::unexpected(removed.error());
        id = co_await containers.create(probe);
    }
    if (id) {
        const core::Result<> removed = co_await containers.remove(*id);
        if (!removed)
            co_return std::unexpected(removed.error());
        co_return true;
    }
    const Error::Kind kind = id.error().kind;
    if (kind == Error::Kind::Invalid || kind == Error::Kind::Upstream)
        co_return false;
    co_return std::unexpected(id.error());
}
