// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/WorkspaceRoutes.h"

#include "api/routes/FileSending.h"

using namespace api;

static constexpr int mostCommits = 200;

WorkspaceRoutes::WorkspaceRoutes(workspace::Runtime *runtime)
    : m_runtime(runtime)
{}

QList<Route> WorkspaceRoutes::table()
{
    using enum Method;
    using Self = WorkspaceRoutes;
    const RouteOptions files{.tag = "Files"};
    const RouteOptions git{.tag = "Git"};
    // Only what was renamed has a name from before.
    const RouteOptions changed{.nulls = json::Nulls::Omit, .tag = "Git"};
    return {
        route(Post, "/api/file/upload", "uploadFile", this, &Self::upload, files),
        sendsFile(route(Get, "/api/file/download", "downloadFile", this, &Self::download, files)),
        route(Post, "/api/file/create_directory", "createDirectory", this, &Self::createDirectory,
              files),
        route(Get, "/api/file/home", "readHome", this, &Self::home, files),
        route(Get, "/api/file/search_subdirs", "searchSubdirectories", this, &Self::subfolders,
              files),
        route(Get, "/api/git/changes", "gitChanges", this, &Self::changes, changed),
        route(Get, "/api/git/diff", "gitDiff", this, &Self::diff, git),
        route(Get, "/api/git/commits", "gitCommits", this, &Self::commits, git),
        route(Get, "/api/git/commits/{sha}/changes", "gitCommitChanges", this, &Self::commitChanges,
              changed),
    };
}

core::Task<WorkspaceRoutes::Uploaded> WorkspaceRoutes::upload(Caller caller, Query<FilePath> query,
                                                              Upload upload)
{
    const core::Result<UploadedFile> file = upload.file("file");
    if (!file)
        co_return std::unexpected(file.error());
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Files files(*channel);
    const core::Result<> written = co_await files.upload(query->path, file->content);
    if (!written)
        co_return std::unexpected(written.error());
    co_return Uploaded{true, file->size};
}

core::Task<Response> WorkspaceRoutes::download(Caller caller, Query<FilePath> query)
{
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    co_return co_await sendFile(*channel, caller.headers, query->path);
}

core::Task<workspace::Home> WorkspaceRoutes::home(Caller caller, Query<HomeQuery> query)
{
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Files files(*channel);
    co_return co_await files.home(query->hidden());
}

core::Task<workspace::SubfolderPage> WorkspaceRoutes::subfolders(Caller caller,
                                                                 Query<FilePath> path,
                                                                 Query<HomeQuery> shown,
                                                                 Query<PageQuery> page)
{
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Files files(*channel);
    co_return co_await files.subfolders(path->path, shown->hidden(), page->pageId,
                                        page->limit.value);
}

core::Task<Success> WorkspaceRoutes::createDirectory(Caller caller, Query<FilePath> query)
{
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Files files(*channel);
    const core::Result<> made = co_await files.createDirectory(query->path);
    if (!made)
        co_return std::unexpected(made.error());
    co_return Success{};
}

core::Task<QList<workspace::GitChange>> WorkspaceRoutes::changes(Caller caller,
                                                                 Query<GitPath> query,
                                                                 Query<RenamesQuery> renames)
{
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Git git(*channel);
    const auto shown = renames->renames ? workspace::Renames::AsOne : workspace::Renames::AsTwo;
    co_return co_await git.changes(query->path, query->ref, shown);
}

core::Task<workspace::GitDiff> WorkspaceRoutes::diff(Caller caller, Query<GitPath> query)
{
    std::optional<QString> commit;
    if (query->commit)
        commit = query->commit->text;
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Git git(*channel);
    co_return co_await git.diff(query->path, query->ref, commit);
}

core::Task<workspace::GitHistory> WorkspaceRoutes::commits(Caller caller, Query<HistoryQuery> query)
{
    if (query->limit < 1 || query->limit > mostCommits)
        co_return wrongQuery("limit", QString("must be from 1 to %1").arg(mostCommits));
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Git git(*channel);
    co_return co_await git.commits(query->path, query->limit);
}

core::Task<QList<workspace::GitChange>> WorkspaceRoutes::commitChanges(Caller caller,
                                                                       Path<CommitPath> commit,
                                                                       Query<FilePath> query)
{
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Git git(*channel);
    co_return co_await git.commitChanges(query->path, commit->id.text);
}
