// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/Alert.h"

using namespace std::chrono_literals;
using namespace telemetry;
using enum telemetry::AlertSeverity;

static constexpr AlertRule rules[] = {
    {"engine_lost", Critical, 30s, 30s,
     "Look whether the engine runs on this machine and whether the server may use its socket."},
    {"data_disk_low", Warning, 60s, 300s,
     "Make room on the disk of the data folder, or move the folder to a larger one."},
    {"data_disk_full", Critical, 0s, 60s,
     "Make room on the disk of the data folder now: without any, nothing more can be kept."},
    {"changes_lost", Critical, 0s, 600s,
     "Read the log for the reason; it is the disk in most cases. Clients were told that their "
     "changes failed."},
    {"store_slow", Warning, 30s, 300s,
     "Look what else keeps the disk of the data folder busy, or put the folder on a faster one."},
    {"store_queue", Critical, 10s, 60s,
     "More is to be written than the disk takes; further work is refused when the queue is full."},
    {"server_errors", Warning, 0s, 300s,
     "Look for the critical lines of the log: each tells of one of these requests."},
    {"error_rate", Critical, 60s, 300s,
     "Look at GET /requests with status 500 and at the log for what the failures have in common."},
    {"certificate_ends", Warning, 0s, 0s,
     "Renew the certificate and start the server again with it."},
    {"certificate_ended", Critical, 0s, 0s,
     "Renew the certificate and start the server again with it: clients refuse this one."},
    {"backup_old", Warning, 0s, 0s,
     "Read the log for why no daily copy was made; berthd backup makes one at once."},
    {"workspace_disk", Warning, 0s, 60s,
     "Remove files from the workspace, or give it more space with its setting disk."},
    {"workspace_disk_full", Critical, 0s, 60s,
     "Remove files from the workspace, or give it more space with its setting disk: it can write "
     "no more."},
    {"workspace_memory", Warning, 60s, 120s,
     "End what needs the memory, or give the workspace more with its setting memory."},
    {"workspace_oom", Warning, 0s, 600s,
     "The system ended a program for want of memory. Give the workspace more with its setting "
     "memory."},
    {"workspace_failed", Warning, 0s, 0s,
     "Read the reason, change the workspace's image or settings, and start it again."},
    {"workspace_died", Warning, 0s, 600s,
     "It starts again when it is used. If it dies again, read GET /workspaces/{id}/logs."},
    {"run_stuck", Warning, 0s, 0s, "Read what the agent did last and tell it what to do instead."},
    {"run_silent", Warning, 0s, 0s,
     "Look at what the agent waits for; interrupt it if that will not come."},
    {"budget_low", Warning, 0s, 0s,
     "Look at what the agents do for it; if it is meant, raise the budget with PATCH /users/{id} "
     "or "
     "PATCH /conversations/{id}."},
    {"budget_spent", Critical, 0s, 0s,
     "Raise the budget with PATCH /users/{id} or PATCH /conversations/{id}, or wait until it is "
     "renewed; then run the conversations again that stopped."},
    {"models_failing", Warning, 0s, 0s,
     "Check the model's name, its key and its base URL, and whether its provider has a failure."},
};

std::span<const AlertRule> telemetry::alertRules()
{
    return rules;
}

const AlertRule *telemetry::alertRule(const QString &name)
{
    const auto found = std::ranges::find_if(rules, [&](const AlertRule &rule) {
        return name == QLatin1StringView(rule.name);
    });
    return found == std::end(rules) ? nullptr : found;
}
