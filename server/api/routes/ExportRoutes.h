// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "conversations/Conversations.h"
#include "workspace/Archive.h"
#include "workspace/Runtime.h"

namespace api {

/// Whole folders and conversations as one file, made while it is sent.
class ExportRoutes
{
public:
    ExportRoutes(workspace::Runtime *runtime, conversations::Conversations *conversations);

    QList<Route> table();

private:
    struct ArchiveQuery
    {
        QString path;
        workspace::ArchiveFormat format = workspace::ArchiveFormat::GitDelta;
        std::optional<QString> baseRef;
        bool useDefaultExcludes = true;
        QStringList excludes;

        static constexpr auto fields()
        {
            return std::tuple{json::field("path", &ArchiveQuery::path),
                              json::optional("format", &ArchiveQuery::format),
                              json::field("base_ref", &ArchiveQuery::baseRef),
                              json::optional("use_default_excludes",
                                             &ArchiveQuery::useDefaultExcludes),
                              json::optional("exclude", &ArchiveQuery::excludes)};
        }
    };

    core::Task<Response> archive(Caller caller, Query<ArchiveQuery> query);
    core::Task<Response> trajectory(Caller caller, Path<ConversationPath> path);

    workspace::Runtime *m_runtime;
    conversations::Conversations *m_conversations;
};

} // namespace api
