// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "workspace/UsageSampler.h"
#include "workspace/WorkspaceChange.h"
#include "workspace/Workspaces.h"

namespace api {

/// /workspaces: the caller's workspaces themselves, and commands in them.
class WorkspacesRoutes
{
public:
    WorkspacesRoutes(workspace::Workspaces *workspaces, workspace::Runtime *runtime,
                     workspace::UsageSampler *sampler);

    QList<Route> table();

private:
    struct ById
    {
        QString id;

        static constexpr auto fields() { return std::tuple{json::field("id", &ById::id)}; }
    };
    struct List
    {
        QList<workspace::Workspace> items;

        static constexpr auto fields() { return std::tuple{json::field("items", &List::items)}; }
    };
    struct Folder
    {
        QString path;
        qint64 bytes = 0;
        qint64 files = 0;

        static constexpr auto fields()
        {
            return std::tuple{json::field("path", &Folder::path),
                              json::field("bytes", &Folder::bytes),
                              json::field("files", &Folder::files)};
        }
    };
    /// Null where the system does not say, or sets no limit.
    struct Usage
    {
        workspace::WorkspaceState state = workspace::WorkspaceState::Stopped;
        QString sampledAt; ///< empty when there is nothing to say
        std::optional<double> processors;
        std::optional<double> processorSeconds;
        std::optional<qint64> memoryBytes;
        std::optional<qint64> memoryLimit;
        std::optional<qint64> outOfMemoryKills;
        std::optional<qint64> processes;
        std::optional<qint64> processLimit;
        std::optional<qint64> bytesSent;
        std::optional<qint64> bytesReceived;
        QList<Folder> folders;
        std::optional<workspace::DiskReport> disk; ///< as measured last

        static constexpr auto fields()
        {
            return std::tuple{json::field("state", &Usage::state),
                              json::field("sampled_at", &Usage::sampledAt),
                              json::field("cpus", &Usage::processors,
                                          "1.5 is one processor and a half"),
                              json::field("cpu_seconds", &Usage::processorSeconds),
                              json::field("memory_bytes", &Usage::memoryBytes),
                              json::field("memory_limit", &Usage::memoryLimit),
                              json::field("oom_kills", &Usage::outOfMemoryKills),
                              json::field("pids", &Usage::processes),
                              json::field("pids_limit", &Usage::processLimit),
                              json::field("network_sent_bytes", &Usage::bytesSent),
                              json::field("network_received_bytes", &Usage::bytesReceived),
                              json::field("folders", &Usage::folders),
                              json::field("disk", &Usage::disk, "as measured last")};
        }
    };

    static Usage usageOf(const workspace::UsageSample &sample);

    core::Task<List> list(Caller caller);
    core::Task<Reply<workspace::Workspace, 201>> create(Caller caller,
                                                        Body<workspace::NewWorkspace> wanted);
    core::Task<workspace::Workspace> read(Caller caller, Path<ById> path);
    core::Task<workspace::Workspace> change(Caller caller, Path<ById> path,
                                            Body<workspace::WorkspaceChange> change);
    core::Task<> remove(Caller caller, Path<ById> path);
    core::Task<workspace::Executed> execute(Caller caller, Path<ById> path,
                                            Body<workspace::Execution> execution);
    core::Task<Usage> usage(Caller caller, Path<ById> path);
    core::Task<workspace::Workspace> start(Caller caller, Path<ById> path);
    core::Task<workspace::Workspace> pause(Caller caller, Path<ById> path);
    core::Task<workspace::Workspace> stop(Caller caller, Path<ById> path);

    workspace::Workspaces *m_workspaces;
    workspace::Runtime *m_runtime;
    workspace::UsageSampler *m_sampler;
};

} // namespace api
