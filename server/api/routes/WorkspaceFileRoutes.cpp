// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/WorkspaceFileRoutes.h"

#include "api/FileAnswer.h"
#include "api/routes/FileSending.h"
#include "workspace/Archive.h"

using namespace api;

static constexpr int mostOfLog = 1 << 20;

WorkspaceFileRoutes::WorkspaceFileRoutes(workspace::Workspaces *workspaces,
                                         workspace::Runtime *runtime)
    : m_workspaces(workspaces)
    , m_runtime(runtime)
{}

QList<Route> WorkspaceFileRoutes::table()
{
    using enum Method;
    using Self = WorkspaceFileRoutes;
    const RouteOptions plain{.tag = "Workspaces"};
    const QString files = "/workspaces/{id}/files";
    return {
        route(Get, files, "listWorkspaceFiles", this, &Self::list, plain),
        sendsFile(route(Get, files + "/{path...}", "readWorkspaceFile", this, &Self::read, plain)),
        route(Put, files + "/{path...}", "writeWorkspaceFile", this, &Self::write, plain),
        route(Delete, files + "/{path...}", "deleteWorkspaceFile", this, &Self::remove, plain),
        route(Get, "/workspaces/{id}/archive", "archiveWorkspace", this, &Self::archive, plain),
        route(Get, "/workspaces/{id}/processes", "listWorkspaceProcesses", this, &Self::processes,
              plain),
        route(Post, "/workspaces/{id}/processes/{pid}/kill", "killWorkspaceProcess", this,
              &Self::kill, plain),
        route(Get, "/workspaces/{id}/logs", "readWorkspaceLog", this, &Self::log, plain),
    };
}

// --- files --------------------------------------------------------------------------------------

static core::Task<Response> listing(std::shared_ptr<workspace::Channel> channel, QString folder,
                                    std::optional<QString> cursor, int limit)
{
    const workspace::Files files(channel);
    const auto page = co_await files.entries(folder, cursor, limit);
    if (!page)
        co_return std::unexpected(page.error());
    Response response;
    response.body = json::text(json::write(*page, json::Nulls::Keep));
    co_return response;
}

core::Task<Response> WorkspaceFileRoutes::list(Caller caller, Path<ById> path, Query<Page> page)
{
    const auto channel = co_await m_workspaces->open(caller.userId, path->id);
    if (!channel)
        co_return std::unexpected(channel.error());
    const core::Result<workspace::PlaceInfo> place = co_await (*channel)->info();
    if (!place)
        co_return std::unexpected(place.error());
    co_return co_await listing(*channel, place->directory, page->cursor, page->limit.value);
}

core::Task<Response> WorkspaceFileRoutes::read(Caller caller, Path<ByPath> path, Query<Page> page)
{
    const auto channel = co_await m_workspaces->open(caller.userId, path->id);
    if (!channel)
        co_return std::unexpected(channel.error());
    const QString absolute = '/' + path->path;
    const core::Result<workspace::FileInfo> info = co_await (*channel)->stat(absolute);
    if (info && info->type == workspace::FileInfo::Type::Directory)
        co_return co_await listing(*channel, absolute, page->cursor, page->limit.value);
    co_return co_await sendFile(*channel, caller.headers, absolute);
}

core::Task<workspace::FileEntry> WorkspaceFileRoutes::write(Caller caller, Path<ByPath> path,
                                                            Spooled content)
{
    const auto channel = co_await m_workspaces->open(caller.userId, path->id);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Files files(*channel);
    const QString absolute = '/' + path->path;
    const core::Result<> written = co_await files.upload(absolute, content.content);
    if (!written)
        co_return std::unexpected(written.error());
    co_return co_await files.entry(absolute);
}

core::Task<> WorkspaceFileRoutes::remove(Caller caller, Path<ByPath> path)
{
    const auto channel = co_await m_workspaces->open(caller.userId, path->id);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Files files(*channel);
    co_return co_await files.remove('/' + path->path);
}

core::Task<Response> WorkspaceFileRoutes::archive(Caller caller, Path<ById> path,
                                                  Query<ArchiveQuery> query)
{
    const auto channel = co_await m_workspaces->open(caller.userId, path->id);
    if (!channel)
        co_return std::unexpected(channel.error());
    const core::Result<workspace::PlaceInfo> place = co_await (*channel)->info();
    if (!place)
        co_return std::unexpected(place.error());
    workspace::ArchiveRequest request;
    request.path = query->path.value_or(place->directory);
    request.format = workspace::ArchiveFormat::TarGz;
    request.excludes = query->excludes;
    request.root = workspace::ArchiveRoot::Folder;
    const core::Result<workspace::Archive> archive = co_await workspace::openArchive(*channel,
                                                                                     request);
    if (!archive)
        co_return std::unexpected(archive.error());
    Response response;
    response.contentType = "application/gzip";
    response.stream = archive->content;
    response.headers.append(QHttpHeaders::WellKnownHeader::ContentDisposition,
                            disposition(archive->name() + ".tar.gz"));
    co_return response;
}

// --- what runs ----------------------------------------------------------------------------------

/// The line into a workspace that is ready; null into any other.
core::Task<std::shared_ptr<workspace::Channel>> WorkspaceFileRoutes::lineInto(QString userId,
                                                                              QString id)
{
    const auto found = co_await m_workspaces->find(userId, id);
    if (!found)
        co_return std::unexpected(found.error());
    if (found->state != workspace::WorkspaceState::Ready)
        co_return std::shared_ptr<workspace::Channel>();
    co_return co_await m_runtime->open(id);
}

core::Task<WorkspaceFileRoutes::Processes> WorkspaceFileRoutes::processes(Caller caller,
                                                                          Path<ById> path)
{
    const auto channel = co_await lineInto(caller.userId, path->id);
    if (!channel)
        co_return std::unexpected(channel.error());
    Processes list;
    if (!*channel)
        co_return list;
    const auto running = co_await (*channel)->processes();
    if (!running)
        co_return std::unexpected(running.error());
    for (const workspace::ProcessInfo &each : *running)
        list.items.append({each.id, each.parent, each.user, each.state,
                           double(each.processorTime) / 1e6, each.memoryBytes,
                           double(each.age) / 1e3, each.command});
    co_return list;
}

core::Task<> WorkspaceFileRoutes::kill(Caller caller, Path<ByProcess> path, Body<Killing> killing)
{
    const auto channel = co_await lineInto(caller.userId, path->id);
    if (!channel)
        co_return std::unexpected(channel.error());
    const int process = path->process.toInt();
    if (!*channel || process <= 0)
        co_return core::fail(core::Error::Kind::NotFound,
                             "There is no process " + path->process + '.');
    co_return co_await workspace::sendSignal(*channel, process, killing->signal);
}

core::Task<Response> WorkspaceFileRoutes::log(Caller caller, Path<ById> path, Query<LogQuery> query)
{
    if (query->bytes < 1 || query->bytes > mostOfLog)
        co_return wrongQuery("bytes", QString("must be from 1 to %1").arg(mostOfLog));
    const auto found = co_await m_workspaces->find(caller.userId, path->id);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<QByteArray> text = co_await m_runtime->log(path->id, query->bytes);
    if (!text)
        co_return std::unexpected(text.error());
    Response response;
    response.contentType = "text/plain; charset=utf-8";
    response.body = *text;
    co_return response;
}
