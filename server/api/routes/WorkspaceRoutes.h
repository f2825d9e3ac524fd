// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "workspace/Files.h"
#include "workspace/Git.h"
#include "workspace/Runtime.h"

namespace api {

/// /api/file and /api/git: the files of the caller's workspace.
class WorkspaceRoutes
{
public:
    explicit WorkspaceRoutes(workspace::Runtime *runtime);

    QList<Route> table();

private:
    struct FilePath
    {
        QString path;

        static constexpr auto fields() { return std::tuple{json::field("path", &FilePath::path)}; }
    };
    struct GitPath
    {
        QString path;
        std::optional<QString> ref;
        std::optional<QString> commit;

        static constexpr auto fields()
        {
            return std::tuple{json::field("path", &GitPath::path),
                              json::field("ref", &GitPath::ref),
                              json::field("commit", &GitPath::commit)};
        }
    };
    struct Uploaded
    {
        bool success = true;
        qint64 fileSize = 0;

        static constexpr auto fields()
        {
            return std::tuple{json::field("success", &Uploaded::success),
                              json::field("file_size", &Uploaded::fileSize)};
        }
    };

    core::Task<Uploaded> upload(Caller caller, Query<FilePath> query, Upload upload);
    core::Task<Response> download(Caller caller, Query<FilePath> query);
    core::Task<Success> createDirectory(Caller caller, Query<FilePath> query);
    core::Task<QList<workspace::GitChange>> changes(Caller caller, Query<GitPath> query);
    core::Task<workspace::GitDiff> diff(Caller caller, Query<GitPath> query);

    workspace::Runtime *m_runtime;
};

} // namespace api
