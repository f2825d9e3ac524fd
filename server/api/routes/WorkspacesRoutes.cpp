// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/WorkspacesRoutes.h"

#include "api/Tagged.h"

#include "core/Clock.h"

using namespace api;
using workspace::Workspace;

WorkspacesRoutes::WorkspacesRoutes(workspace::Workspaces *workspaces, workspace::Runtime *runtime,
                                   workspace::UsageSampler *sampler)
    : m_workspaces(workspaces)
    , m_runtime(runtime)
    , m_sampler(sampler)
{}

QList<Route> WorkspacesRoutes::table()
{
    using enum Method;
    using Self = WorkspacesRoutes;
    const RouteOptions plain{.tag = "Workspaces"};
    return {
        route(Get, "/workspaces", "listWorkspaces", this, &Self::list, plain),
        route(Post, "/workspaces", "createWorkspace", this, &Self::create,
              audited(plain, "workspace.create")),
        tagged(route(Get, "/workspaces/{id}", "readWorkspace", this, &Self::read, plain)),
        route(Patch, "/workspaces/{id}", "changeWorkspace", this, &Self::change,
              audited(plain, "workspace.update")),
        route(Delete, "/workspaces/{id}", "deleteWorkspace", this, &Self::remove,
              audited(plain, "workspace.delete")),
        route(Post, "/workspaces/{id}/execute", "executeInWorkspace", this, &Self::execute, plain),
        route(Get, "/workspaces/{id}/usage", "readWorkspaceUsage", this, &Self::usage, plain),
        route(Post, "/workspaces/{id}/start", "startWorkspace", this, &Self::start,
              audited(plain, "workspace.start")),
        route(Post, "/workspaces/{id}/resume", "resumeWorkspace", this, &Self::start,
              audited(plain, "workspace.resume")),
        route(Post, "/workspaces/{id}/pause", "pauseWorkspace", this, &Self::pause,
              audited(plain, "workspace.pause")),
        route(Post, "/workspaces/{id}/stop", "stopWorkspace", this, &Self::stop,
              audited(plain, "workspace.stop")),
    };
}

core::Task<WorkspacesRoutes::List> WorkspacesRoutes::list(Caller caller)
{
    const auto items = co_await m_workspaces->list(caller.userId);
    if (!items)
        co_return std::unexpected(items.error());
    List list;
    list.items = *items;
    co_return list;
}

core::Task<Reply<Workspace, 201>> WorkspacesRoutes::create(Caller caller,
                                                           Body<workspace::NewWorkspace> wanted)
{
    const auto made = co_await m_workspaces->create(caller.userId, *wanted);
    if (!made)
        co_return std::unexpected(made.error());
    Reply<Workspace, 201> reply;
    reply.value = *made;
    reply.headers.append("Location", "/workspaces/" + made->id);
    co_return reply;
}

core::Task<Workspace> WorkspacesRoutes::read(Caller caller, Path<ById> path)
{
    return m_workspaces->find(caller.userId, path->id);
}

core::Task<Workspace> WorkspacesRoutes::change(Caller caller, Path<ById> path,
                                               Body<workspace::WorkspaceChange> change)
{
    return m_workspaces->change(caller.userId, path->id, *change);
}

core::Task<> WorkspacesRoutes::remove(Caller caller, Path<ById> path)
{
    return m_workspaces->remove(caller.userId, path->id);
}

core::Task<workspace::Executed> WorkspacesRoutes::execute(Caller caller, Path<ById> path,
                                                          Body<workspace::Execution> execution)
{
    return m_workspaces->execute(caller.userId, path->id, *execution);
}

static std::optional<qint64> known(qint64 number)
{
    return number < 0 ? std::nullopt : std::optional(number);
}

WorkspacesRoutes::Usage WorkspacesRoutes::usageOf(const workspace::UsageSample &sample)
{
    const workspace::WorkspaceUse &use = sample.use;
    Usage usage;
    usage.sampledAt = core::utcTimestamp(sample.at);
    usage.processors = sample.processors;
    if (use.processorTime >= 0)
        usage.processorSeconds = double(use.processorTime) / 1e6;
    usage.memoryBytes = known(use.memoryBytes);
    usage.memoryLimit = known(use.memoryLimit);
    usage.outOfMemoryKills = known(use.outOfMemoryKills);
    usage.processes = known(use.processes);
    usage.processLimit = known(use.processLimit);
    usage.bytesSent = known(use.bytesSent);
    usage.bytesReceived = known(use.bytesReceived);
    for (const workspace::WorkspaceUse::Folder &folder : use.folders)
        usage.folders.append({folder.path, folder.bytes, folder.files});
    usage.disk = sample.disk;
    return usage;
}

core::Task<WorkspacesRoutes::Usage> WorkspacesRoutes::usage(Caller caller, Path<ById> path)
{
    const auto found = co_await m_workspaces->find(caller.userId, path->id);
    if (!found)
        co_return std::unexpected(found.error());
    const auto sample = co_await m_sampler->look(path->id);
    if (!sample)
        co_return std::unexpected(sample.error());
    Usage usage = *sample ? usageOf(**sample) : Usage();
    usage.state = found->state;
    co_return usage;
}

core::Task<Workspace> WorkspacesRoutes::start(Caller caller, Path<ById> path)
{
    const auto found = co_await m_workspaces->find(caller.userId, path->id);
    if (!found)
        co_return std::unexpected(found.error());
    m_runtime->forgetFailures(path->id); // whoever asks for it need not wait
    const auto channel = co_await m_runtime->open(path->id);
    if (!channel)
        co_return std::unexpected(channel.error());
    co_return co_await m_workspaces->find(caller.userId, path->id);
}

core::Task<Workspace> WorkspacesRoutes::pause(Caller caller, Path<ById> path)
{
    const auto found = co_await m_workspaces->find(caller.userId, path->id);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> paused = co_await m_runtime->pause(path->id);
    if (!paused)
        co_return std::unexpected(paused.error());
    co_return co_await m_workspaces->find(caller.userId, path->id);
}

core::Task<Workspace> WorkspacesRoutes::stop(Caller caller, Path<ById> path)
{
    const auto found = co_await m_workspaces->find(caller.userId, path->id);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> removed = co_await m_runtime->removeContainer(path->id);
    if (!removed)
        co_return std::unexpected(removed.error());
    co_return co_await m_workspaces->find(caller.userId, path->id);
}
