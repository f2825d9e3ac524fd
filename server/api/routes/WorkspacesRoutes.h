// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "workspace/Workspaces.h"

namespace api {

/// /workspaces: the caller's workspaces themselves, and commands in them.
class WorkspacesRoutes
{
public:
    WorkspacesRoutes(workspace::Workspaces *workspaces, workspace::Runtime *runtime);

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
        std::optional<double> processorSeconds;
        std::optional<qint64> memoryBytes;
        std::optional<qint64> memoryLimit;
        std::optional<qint64> outOfMemoryKills;
        std::optional<qint64> processes;
        std::optional<qint64> processLimit;
        QList<Folder> folders;
        std::optional<workspace::DiskReport> disk; ///< as measured last

        static constexpr auto fields()
        {
            return std::tuple{json::field("state", &Usage::state),
                              json::field("cpu_seconds", &Usage::processorSeconds),
                              json::field("memory_bytes", &Usage::memoryBytes),
                              json::field("memory_limit", &Usage::memoryLimit),
                              json::field("oom_kills", &Usage::outOfMemoryKills),
                              json::field("pids", &Usage::processes),
                              json::field("pids_limit", &Usage::processLimit),
                              json::field("folders", &Usage::folders),
                              json::field("disk", &Usage::disk, "as measured last")};
        }
    };

    core::Task<List> list(Caller caller);
    core::Task<Reply<workspace::Workspace>> create(Caller caller,
                                                   Body<workspace::NewWorkspace> wanted);
    core::Task<workspace::Workspace> read(Caller caller, Path<ById> path);
    core::Task<> remove(Caller caller, Path<ById> path);
    core::Task<workspace::Executed> execute(Caller caller, Path<ById> path,
                                            Body<workspace::Execution> execution);
    core::Task<Usage> usage(Caller caller, Path<ById> path);
    core::Task<workspace::Workspace> start(Caller caller, Path<ById> path);
    core::Task<workspace::Workspace> pause(Caller caller, Path<ById> path);
    core::Task<workspace::Workspace> stop(Caller caller, Path<ById> path);

    workspace::Workspaces *m_workspaces;
    workspace::Runtime *m_runtime;
};

} // namespace api
