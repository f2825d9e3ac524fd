// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "WorkspaceDefaults.h"

#include "Configuration.h"
#include "resources/Resources.h"
#include "workspace/EgressPolicy.h"

#include <QFile>
#include <QJsonDocument>

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
    QJsonObject object{{"profile", configuration.profile()},
                       {"image", configuration.image()},
                       {"network_mode", configuration.network()}};
    if (!limits.isEmpty())
        object.insert("resource_limits", limits);
    if (!configuration.pids().isEmpty())
        object.insert("pids", configuration.pids().toInt(&isNumber));
    if (!isNumber)
        return core::fail(Error::Kind::Invalid,
                          "pids: expected a whole number, not \"" + configuration.pids() + "\".");
    const QString timeout = configuration.commandTimeout();
    if (!timeout.isEmpty())
        object.insert("timeout", timeout.toInt(&isNumber));
    if (!isNumber)
        return core::fail(Error::Kind::Invalid,
                          "command-timeout: expected a whole number, not \"" + timeout + "\".");
    return object;
}

/// The package registries and code hosts that are compiled in.
static QJsonArray knownHosts()
{
    resources::init();
    QFile file(":/egress/hosts.json");
    if (!file.open(QIODevice::ReadOnly))
        return QJsonArray();
    return QJsonDocument::fromJson(file.readAll()).array();
}

QList<api::ListedHost> composition::listedHosts(const Configuration &configuration)
{
    QList<api::ListedHost> hosts;
    const QJsonArray known = knownHosts();
    for (const QJsonValue &entry : known)
        hosts.append({entry["host"].toString(), entry["accepts_writes"].toBool(),
                      entry["purpose"].toString()});
    for (const QString &host : configuration.reachableHosts())
        hosts.append({host.trimmed(), false, "added with --allow-host"});
    return hosts;
}

QStringList composition::writableHosts()
{
    QStringList hosts;
    const QJsonArray known = knownHosts();
    for (const QJsonValue &entry : known) {
        if (entry["accepts_writes"].toBool())
            hosts.append(entry["host"].toString());
    }
    return hosts;
}

/// What is wrong with an entry is said of the option, not of its place among those compiled in.
static core::Result<QStringList> allowedHosts(const QStringList &more)
{
    for (const QString &host : more) {
        if (!workspace::HostRule::from(host.trimmed()))
            return core::fail(Error::Kind::Invalid,
                              "allow-host: expected NAME, *.NAME or an address ([...] when IPv6), "
                              "each with :PORT or without, not \""
                                  + host + "\".");
    }
    QStringList hosts;
    const QJsonArray known = knownHosts();
    for (const QJsonValue &entry : known)
        hosts.append(entry["host"].toString());
    for (const QString &host : more)
        hosts.append(host.trimmed());
    return hosts;
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
    const core::Result<QStringList> hosts = allowedHosts(configuration.reachableHosts());
    if (!hosts)
        return std::unexpected(hosts.error());
    settings->allowedHosts = *hosts;
    workspace::NetworkSettings network;
    if (configuration.asksForHosts())
        network.ask = true;
    if (configuration.askTimeout() != workspace::usualAskTimeout)
        network.askTimeout = configuration.askTimeout();
    if (network.ask || network.askTimeout)
        settings->network = network;
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
