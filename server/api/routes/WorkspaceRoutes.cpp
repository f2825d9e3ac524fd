// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/WorkspaceRoutes.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>
#include <QUrl>

using namespace api;

WorkspaceRoutes::WorkspaceRoutes(workspace::Runtime *runtime)
    : m_runtime(runtime)
{}

QList<Route> WorkspaceRoutes::table()
{
    using enum Method;
    using Self = WorkspaceRoutes;
    const RouteOptions files{.tag = "Files"};
    const RouteOptions git{.tag = "Git"};
    return {
        route(Post, "/api/file/upload", "uploadFile", this, &Self::upload, files),
        route(Get, "/api/file/download", "downloadFile", this, &Self::download, files),
        route(Post, "/api/file/create_directory", "createDirectory", this, &Self::createDirectory,
              files),
        route(Get, "/api/git/changes", "gitChanges", this, &Self::changes, git),
        route(Get, "/api/git/diff", "gitDiff", this, &Self::diff, git),
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

/// A header value that may hold any file name (RFC 6266).
static QByteArray disposition(const QString &name)
{
    QByteArray plain;
    for (const QChar character : name) {
        const bool isPlain = character.unicode() >= 0x20 && character.unicode() < 0x7f
                             && character != '"' && character != '\\';
        plain += isPlain ? char(character.unicode()) : '_';
    }
    return "attachment; filename=\"" + plain + "\"; filename*=utf-8''"
           + QUrl::toPercentEncoding(name);
}

core::Task<Response> WorkspaceRoutes::download(Caller caller, Query<FilePath> query)
{
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Files files(*channel);
    const core::Result<workspace::Download> download = co_await files.download(query->path);
    if (!download)
        co_return std::unexpected(download.error());
    Response response;
    response.contentType = "application/octet-stream";
    // There is nothing to wait for in an empty file.
    if (download->size > 0)
        response.stream = download->content;
    response.headers.append("Content-Disposition", disposition(download->name));
    const QDateTime modified = QDateTime::fromMSecsSinceEpoch(download->modified / 1000,
                                                              QTimeZone::UTC);
    response.headers.append(
        "Last-Modified",
        QLocale::c().toString(modified, "ddd, dd MMM yyyy HH:mm:ss 'GMT'").toLatin1());
    response.headers.append("ETag", '"' + QByteArray::number(download->modified, 16) + '-'
                                        + QByteArray::number(download->size, 16) + '"');
    co_return response;
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
                                                                 Query<GitPath> query)
{
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Git git(*channel);
    co_return co_await git.changes(query->path, query->ref);
}

core::Task<workspace::GitDiff> WorkspaceRoutes::diff(Caller caller, Query<GitPath> query)
{
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const workspace::Git git(*channel);
    co_return co_await git.diff(query->path, query->ref, query->commit);
}
