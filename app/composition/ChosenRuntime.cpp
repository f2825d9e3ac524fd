// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChosenRuntime.h"

#include "Configuration.h"
#include "workspace/AutoRuntime.h"
#include "workspace/SandboxRuntime.h"

static workspace::SandboxOptions sandboxOptions(const workspace::DockerOptions &containers,
                                                const QString &dataDirectory)
{
    workspace::SandboxOptions options;
    options.root = dataDirectory + "/workspaces";
    options.helperRoot = containers.helperRoot;
    options.settings = containers.settings;
    options.bounds = containers.bounds;
    options.egress = containers.egress;
    options.ownListeners = containers.ownListeners;
    return options;
}

std::unique_ptr<workspace::Runtime> composition::chosenRuntime(const Configuration &configuration,
                                                               workspace::DockerOptions containers,
                                                               workspace::Ledger *ledger,
                                                               const QString &dataDirectory)
{
    if (configuration.runtime() == "docker")
        return std::make_unique<workspace::DockerRuntime>(std::move(containers), ledger);
    auto sandboxes = std::make_unique<workspace::SandboxRuntime>(
        sandboxOptions(containers, dataDirectory));
    if (configuration.runtime() == "sandbox")
        return sandboxes;
    const QList<docker::Endpoint> engines = containers.engines;
    return std::make_unique<workspace::AutoRuntime>(
        engines, std::make_unique<workspace::DockerRuntime>(std::move(containers), ledger),
        std::move(sandboxes));
}
