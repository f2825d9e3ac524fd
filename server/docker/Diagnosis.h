// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Machine.h"

namespace docker {

/// One thing that was looked at.
struct Finding
{
    enum class Weight { Fine, Note, Trouble };
    Weight weight = Weight::Fine;
    QString name;   ///< a short word for scripts: "no-socket", "no-permission", "old-api", ...
    QString text;   ///< what is so
    QString advice; ///< what to do about it; empty when there is nothing to do
};

/// What was found at one address.
struct Candidate
{
    Endpoint endpoint;
    Finding finding;
};

/// Which engine is used, why the others are not, and how well it serves.
struct Diagnosis
{
    QList<Candidate> passedOver; ///< before the one that is used
    std::optional<Endpoint> used;
    EngineVersion version;
    QList<Finding> findings;

    bool isWell() const;
};

/// What a server wants from its engine.
struct Needs
{
    QString image;
    QString program; ///< the helper that goes into every container; a path of this machine
};

/// Looks at everything that is known to go wrong. It changes nothing, at the engine or elsewhere,
/// and ends within 20 s for each address.
core::Task<Diagnosis> diagnose(QList<Endpoint> candidates, Needs needs);

} // namespace docker
