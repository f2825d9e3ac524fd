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
    struct HomeQuery
    {
        bool includeHidden = false;

        workspace::Hidden hidden() const
        {
            return includeHidden ? workspace::Hidden::Include : workspace::Hidden::LeaveOut;
        }
        static constexpr auto fields()
        {
            return std::tuple{json::optional("include_hidden", &HomeQuery::includeHidden)};
        }
    };
    struct PageQuery
    {
        std::optional<QString> pageId;
        Limit limit;

        static constexpr auto fields()
        {
            return std::tuple{json::field("page_id", &PageQuery::pageId),
                              json::optional("limit", &PageQuery::limit)};
        }
    };
    struct GitPath
    {
        QString path;
        std::optional<QString> ref;
        std::optional<CommitId> commit;

        static constexpr auto fields()
        {
            return std::tuple{json::field("path", &GitPath::path),
                              json::field("ref", &GitPath::ref),
                              json::field("commit", &GitPath::commit)};
        }
    };
    struct RenamesQuery
    {
        bool renames = false;

        static constexpr auto fields()
        {
            return std::tuple{json::optional("renames", &RenamesQuery::renames,
                                             "whether a file with another name is MOVED, with its "
                                             "previous_path, rather than DELETED and ADDED")};
        }
    };
    struct HistoryQuery
    {
        QString path;
        int limit = 50;

        static constexpr auto fields()
        {
            return std::tuple{json::field("path", &HistoryQuery::path),
                              json::optional("limit", &HistoryQuery::limit)};
        }
    };
    struct CommitPath
    {
        CommitId id;

        static constexpr auto fields() { return std::tuple{json::field("sha", &CommitPath::id)}; }
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
    core::Task<workspace::Home> home(Caller caller, Query<HomeQuery> query);
    core::Task<workspace::SubfolderPage> subfolders(Caller caller, Query<FilePath> path,
                                                    Query<HomeQuery> shown, Query<PageQuery> page);
    core::Task<Success> createDirectory(Caller caller, Query<FilePath> query);
    core::Task<QList<workspace::GitChange>> changes(Caller caller, Query<GitPath> query,
                                                    Query<RenamesQuery> renames);
    core::Task<workspace::GitDiff> diff(Caller caller, Query<GitPath> query);
    core::Task<workspace::GitHistory> commits(Caller caller, Query<HistoryQuery> query);
    core::Task<QList<workspace::GitChange>> commitChanges(Caller caller, Path<CommitPath> commit,
                                                          Query<FilePath> query);

    workspace::Runtime *m_runtime;
};

} // namespace api
