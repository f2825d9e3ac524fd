// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "conversations/Conversations.h"
#include "workspace/Runtime.h"

namespace api {

/// /api/conversations/{conversation_id}/bash, /file and /git: the routes of the caller's workspace
/// once more, for those who know a conversation; /git in the workspace that the conversation is in.
/// A path that leads out of the conversation's folder is refused with 422; commands may go where
/// they like, as everywhere.
class ConversationRuntimeRoutes
{
public:
    ConversationRuntimeRoutes(workspace::Runtime *runtime,
                              conversations::Conversations *conversations);

    /// One row for each of @p routes that has a meaning within a conversation.
    QList<Route> table(const QList<Route> &routes);

private:
    using Handler = std::function<core::Task<Response>(std::shared_ptr<Request> request)>;

    /// Whose workspace a row of the table means.
    enum class Place { OfCaller, OfConversation };

    /// \return the workspace.
    core::Task<QString> admit(std::shared_ptr<Request> request, Place place);
    core::Task<Response> handle(Handler handler, std::shared_ptr<Request> request, Place place);

    workspace::Runtime *m_runtime;
    conversations::Conversations *m_conversations;
};

} // namespace api
