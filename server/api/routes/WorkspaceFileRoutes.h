// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "workspace/Files.h"
#include "workspace/Processes.h"
#include "workspace/Workspaces.h"

namespace api {

/// What lies and runs in one workspace of the caller: files by their absolute path behind `files/`,
/// folders as one archive, processes, and what its container printed.
class WorkspaceFileRoutes
{
public:
    WorkspaceFileRoutes(workspace::Workspaces *workspaces, workspace::Runtime *runtime);

    QList<Route> table();

private:
    struct ById
    {
        QString id;

        static constexpr auto fields() { return std::tuple{json::field("id", &ById::id)}; }
    };
    struct ByPath
    {
        QString id;
        QString path; ///< absolute, without the first slash

        static constexpr auto fields()
        {
            return std::tuple{json::field("id", &ByPath::id), json::field("path", &ByPath::path)};
        }
    };
    struct ByProcess
    {
        QString id;
        QString process;

        static constexpr auto fields()
        {
            return std::tuple{json::field("id", &ByProcess::id),
                              json::field("pid", &ByProcess::process)};
        }
    };
    struct Page
    {
        Limit limit;
        std::optional<QString> cursor;

        static constexpr auto fields()
        {
            return std::tuple{json::optional("limit", &Page::limit),
                              json::field("cursor", &Page::cursor)};
        }
    };
    struct ArchiveQuery
    {
        std::optional<QString> path;
        QStringList excludes;

        static constexpr auto fields()
        {
            return std::tuple{json::field("path", &ArchiveQuery::path),
                              json::optional("exclude", &ArchiveQuery::excludes)};
        }
    };
    struct LogQuery
    {
        int bytes = 64 * 1024;

        static constexpr auto fields()
        {
            return std::tuple{json::optional("bytes", &LogQuery::bytes)};
        }
    };
    struct Process
    {
        int id = 0;
        int parent = 0;
        int user = 0;
        QString state;
        double processorSeconds = 0;
        qint64 memoryBytes = 0;
        double age = 0;
        QString command;

        static constexpr auto fields()
        {
            return std::tuple{json::field("pid", &Process::id),
                              json::field("ppid", &Process::parent),
                              json::field("uid", &Process::user),
                              json::field("state", &Process::state, "the letter that ps shows"),
                              json::field("cpu_seconds", &Process::processorSeconds),
                              json::field("memory_bytes", &Process::memoryBytes),
                              json::field("age_seconds", &Process::age),
                              json::field("command", &Process::command)};
        }
    };
    struct Processes
    {
        QList<Process> items;

        static constexpr auto fields()
        {
            return std::tuple{json::field("items", &Processes::items)};
        }
    };
    struct Killing
    {
        workspace::ProcessSignal signal = workspace::ProcessSignal::Term;

        static constexpr bool mayBeAbsent = true;
        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        static constexpr auto fields()
        {
            return std::tuple{json::optional("signal", &Killing::signal)};
        }
    };

    core::Task<std::shared_ptr<workspace::Channel>> lineInto(QString userId, QString id);

    core::Task<Response> list(Caller caller, Path<ById> path, Query<Page> page);
    core::Task<Response> read(Caller caller, Path<ByPath> path, Query<Page> page);
    core::Task<workspace::FileEntry> write(Caller caller, Path<ByPath> path, Spooled content);
    core::Task<> remove(Caller caller, Path<ByPath> path);
    core::Task<Response> archive(Caller caller, Path<ById> path, Query<ArchiveQuery> query);
    core::Task<Processes> processes(Caller caller, Path<ById> path);
    core::Task<> kill(Caller caller, Path<ByProcess> path, Body<Killing> killing);
    core::Task<Response> log(Caller caller, Path<ById> path, Query<LogQuery> query);

    workspace::Workspaces *m_workspaces;
    workspace::Runtime *m_runtime;
};

} // namespace api
