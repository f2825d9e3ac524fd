// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Containers.h"

namespace docker {

/// A network of the machine on which containers do not reach each other.
struct Network
{
    QString name;
    Labels labels;
};

/// The networks of an engine.
class Networks
{
public:
    explicit Networks(std::shared_ptr<Engine> engine);

    /// Makes it, or finds the one that is as it should be. Conflict when there is another one of
    /// that name.
    core::Task<> ensure(Network network);
    core::Task<QList<Network>> list(Labels labels);
    /// Conflict while a container uses it, NotFound.
    core::Task<> remove(QString name);

private:
    core::Task<> check(Network network);

    std::shared_ptr<Engine> m_engine;
};

} // namespace docker
