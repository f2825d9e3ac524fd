// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "WorkspaceDefaults.h"

#include "Configuration.h"

using core::Error;

/// The JSON that the API would take for the same settings, so that both are read in one way.
static core::Result<QJsonObject> settingsText(const composition::Configuration &configuration)
{
    QJsonObject limits;
    if (!configuration.memory().isEmpty())
        limits.insert("memory", configuration.memory());
    if (!configuration.disk().isEmpty())
        limits.insert("disk", configuration.disk());
    bool isNumber = true;
    if (!configuration.cpus().isEmpty())
        limits.insert("cpus", configuration.cpus().toDouble(&isNumber));
    if (!isNumber)
        return core::fail(Error::Kind::Invalid,
                          "cpus: expected a number, not \"" + configuration.cpus() + "\".");
    QJsonObject object{{"profile", configuration.profile()}, {"image", configuration.image()}};
    if (!limits.isEmpty())
        object.insert("resource_limits", limits);
    if (!configuration.pids().isEmpty())
        object.insert("pids", configuration.pids().toInt(&isNumber));
    if (!isNumber)
        return core::fail(Error::Kind::Invalid,
                          "pids: expected a whole number, not \"" + configuration.pids() + "\".");
    return object;
}

core::Result<workspace::WorkspaceSettings> composition::workspaceDefaults(
    const Configuration &configuration)
{
    const core::Result<QJsonObject> object = settingsText(configuration);
    if (!object)
        return std::unexpected(object.error());
    auto settings = json::read<workspace::WorkspaceSettings>(*object);
    if (!settings)
        return settings;
    QList<workspace::SharedFolder> folders;
    for (const QString &path : configuration.sharedFolders())
        folders.append({path, false});
    if (!folders.isEmpty())
        settings->mounts = folders;
    workspace::SettingsBounds bounds;
    bounds.sharedFolders = configuration.sharedFolders();
    if (const auto possible = workspace::checkSettings(*settings, bounds); !possible)
        return std::unexpected(possible.error());
    return settings;
}

workspace::Lifecycle composition::workspaceLifecycle(const Configuration &configuration)
{
    using workspace::OnShutdown;
    workspace::Lifecycle lifecycle;
    lifecycle.pauseAfter = configuration.pauseAfter();
    lifecycle.idleTimeout = configuration.idleTimeout();
    lifecycle.retention = configuration.keepWorkspaces();
    const QString onShutdown = configuration.onShutdown();
    lifecycle.onShutdown = onShutdown == "keep"    ? OnShutdown::Keep
                           : onShutdown == "pause" ? OnShutdown::Pause
                                                   : OnShutdown::Remove;
    return lifecycle;
}
