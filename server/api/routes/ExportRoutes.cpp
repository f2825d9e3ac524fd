// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/ExportRoutes.h"

#include "api/FileAnswer.h"
#include "conversations/Trajectory.h"
#include "workspace/Excludes.h"

#include <QUrl>

using namespace api;
using core::Error;
using workspace::ArchiveFormat;

ExportRoutes::ExportRoutes(workspace::Runtime *runtime, conversations::Conversations *conversations)
    : m_runtime(runtime)
    , m_conversations(conversations)
{}

QList<Route> ExportRoutes::table()
{
    using enum Method;
    using Self = ExportRoutes;
    const RouteOptions files{.tag = "Files"};
    return {
        route(Get, "/api/file/archive", "archiveDirectory", this, &Self::archive, files),
        route(Get, "/api/file/download-trajectory/{id}", "downloadTrajectory", this,
              &Self::trajectory, files),
    };
}

/// What the archive is of; values are percent-encoded.
static QHttpHeaders provenance(const workspace::Archive &archive, const QString &baseRef)
{
    QHttpHeaders headers;
    const auto add = [&headers](const char *name, const QString &value) {
        if (!value.isEmpty())
            headers.append(name, QUrl::toPercentEncoding(value));
    };
    add("X-Archive-Repo-Remote", archive.remote);
    add("X-Archive-Branch", archive.branch);
    add("X-Archive-Head-Commit", archive.head);
    if (archive.isRepository)
        add("X-Archive-Repo-Root", archive.root);
    add("X-Archive-Base-Commit", archive.base);
    if (!archive.base.isEmpty())
        add("X-Archive-Base-Ref", baseRef);
    return headers;
}

core::Task<Response> ExportRoutes::archive(Caller caller, Query<ArchiveQuery> query)
{
    const auto channel = co_await m_runtime->open(caller.userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    workspace::ArchiveRequest request;
    request.path = query->path;
    request.format = query->format;
    request.baseRef = query->baseRef;
    if (query->useDefaultExcludes)
        request.excludes = workspace::defaultExcludes();
    request.excludes += query->excludes;
    const core::Result<workspace::Archive> archive = co_await workspace::openArchive(*channel,
                                                                                     request);
    if (!archive && archive.error().kind == Error::Kind::Upstream)
        co_return statusResponse(500, archive.error().message, errorForm(caller.headers));
    if (!archive)
        co_return std::unexpected(archive.error());
    const bool isTar = query->format == ArchiveFormat::TarGz;
    Response response;
    response.contentType = isTar ? "application/gzip" : "text/x-patch; charset=utf-8";
    response.stream = archive->content;
    response.headers = provenance(*archive, query->baseRef.value_or("auto"));
    response.headers.append(QHttpHeaders::WellKnownHeader::ContentDisposition,
                            disposition(archive->name() + (isTar ? ".tar.gz" : ".patch")));
    co_return response;
}

core::Task<Response> ExportRoutes::trajectory(Caller caller, Path<ConversationPath> path)
{
    const core::Result<conversations::State> state = co_await m_conversations->read(caller.userId,
                                                                                    path->id.text);
    if (!state && state.error().kind == Error::Kind::NotFound)
        co_return core::fail(Error::Kind::NotFound, "Conversation not found");
    if (!state)
        co_return std::unexpected(state.error());
    const auto content =
        co_await conversations::Trajectory::open(*state, m_conversations->services().events);
    if (!content)
        co_return std::unexpected(content.error());
    Response response;
    response.contentType = "application/octet-stream";
    response.stream = *content;
    response.headers.append(QHttpHeaders::WellKnownHeader::ContentDisposition,
                            disposition(core::hexUuid(path->id.text) + ".zip"));
    co_return response;
}
