// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/ContainerNetwork.h"

#include "core/Logging.h"
#include "docker/Networks.h"
#include "workspace/ContainerSpec.h"
#include "workspace/DockerRuntime.h"
#include "workspace/EgressControl.h"

namespace workspace {

/// How programs find the proxies. What speaks no SOCKS gives up when `all_proxy` names one, so that
/// too names the one that all of them speak.
static QMap<QString, QString> proxyEnvironment()
{
    const QString proxy = QString("http://127.0.0.1:%1").arg(EgressPorts().http);
    const QMap<QString, QString> lower{{"http_proxy", proxy},
                                       {"https_proxy", proxy},
                                       {"all_proxy", proxy},
                                       {"no_proxy", "localhost,127.0.0.1,::1"}};
    QMap<QString, QString> both = lower;
    for (auto it = lower.begin(); it != lower.end(); ++it)
        both.insert(it.key().toUpper(), it.value());
    return both;
}

static NetworkMode modeOf(const WorkspaceSettings &settings)
{
    return settings.networkMode.value_or(NetworkMode::Allowlist);
}

void setNetwork(const WorkspaceSettings &settings, const QString &instance,
                docker::ContainerSpec &spec)
{
    const NetworkMode mode = modeOf(settings);
    spec.networkMode = mode == NetworkMode::Bridge ? "berth-" + instance.left(8) : QString("none");
    spec.environment.insert(networkEnvironment(settings));
}

QMap<QString, QString> networkEnvironment(const WorkspaceSettings &settings)
{
    return modeOf(settings) == NetworkMode::Allowlist ? proxyEnvironment()
                                                      : QMap<QString, QString>();
}

std::optional<EgressOptions> wayOut(EgressOptions egress, const WorkspaceSettings &settings,
                                    const OwnListeners &ownListeners)
{
    if (modeOf(settings) != NetworkMode::Allowlist)
        return {};
    if (egress.control)
        egress.control->govern(egress, settings);
    egress.policy = EgressPolicy(settings.allowedHosts.value_or(QStringList()), ownListeners);
    return egress;
}

std::optional<EgressOptions> wayOut(const DockerOptions &options, const WorkspaceRecord &record)
{
    EgressOptions egress = options.egress;
    egress.workspace = record.id;
    egress.user = record.userId;
    return wayOut(std::move(egress), options.settingsFor(record), options.ownListeners);
}

core::Task<> makeNetwork(std::shared_ptr<docker::Engine> engine, docker::ContainerSpec spec)
{
    if (spec.networkMode == "none")
        co_return {};
    docker::Network network;
    network.name = spec.networkMode;
    network.labels.insert(instanceLabel, spec.labels.value(instanceLabel));
    docker::Networks networks(engine);
    co_return co_await networks.ensure(network);
}

core::Task<> offerWayOut(std::shared_ptr<WireChannel> channel, std::optional<EgressOptions> options)
{
    if (!options)
        co_return {};
    const auto egress = std::make_shared<Egress>(*options);
    const core::Result<EgressPorts> offered = co_await channel->offerNetwork(egress, EgressPorts());
    if (!offered)
        qCWarning(lcWorkspace).noquote() << "The workspace" << options->workspace
                                         << "has no way out:" << offered.error().message;
    co_return {};
}

} // namespace workspace
