// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Containers.h"

namespace docker {

struct Volume
{
    QString name;
    Labels labels;
    /// Of the engine's own driver: `size`, or `type`, `o` and `device` of what it mounts.
    QMap<QString, QString> options = {};
    QString path = {}; ///< of its files, on the engine's machine; the engine chooses it
};

/// The volumes of an engine.
class Volumes
{
public:
    explicit Volumes(std::shared_ptr<Engine> engine);

    /// Makes it, or finds the one of that name as it is.
    core::Task<> create(Volume volume);
    core::Task<QList<Volume>> list(Labels labels);
    /// Conflict while a container uses it, NotFound.
    core::Task<> remove(QString name);

private:
    std::shared_ptr<Engine> m_engine;
};

} // namespace docker
