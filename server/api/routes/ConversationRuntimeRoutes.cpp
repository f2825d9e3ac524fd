// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/ConversationRuntimeRoutes.h"

#include "core/Id.h"
#include "workspace/Containment.h"

using namespace api;
using core::Error;

static const QString conversationKey = "runtime_conversation_id";
static const QString trajectoryKey = "id";

ConversationRuntimeRoutes::ConversationRuntimeRoutes(workspace::Runtime *runtime,
                                                     conversations::Conversations *conversations)
    : m_runtime(runtime)
    , m_conversations(conversations)
{}

/// The home folder and the choice of a folder come before there is a conversation.
static bool isWithinAConversation(const QString &path)
{
    const bool isKnown = path.startsWith("/api/bash/") || path.startsWith("/api/file/")
                         || path.startsWith("/api/git/");
    return isKnown && path != "/api/file/home" && path != "/api/file/search_subdirs";
}

QList<Route> ConversationRuntimeRoutes::table(const QList<Route> &routes)
{
    QList<Route> rows;
    for (Route row : routes) {
        if (row.isSocket() || !isWithinAConversation(row.path))
            continue;
        const auto place = row.path.startsWith("/api/git/") ? Place::OfConversation
                                                            : Place::OfCaller;
        row.handle = [this, handler = row.handle, place](std::shared_ptr<Request> request) {
            return handle(handler, std::move(request), place);
        };
        row.path.replace(0, qstrlen("/api"), "/api/conversations/{" + conversationKey + '}');
        row.operation += "OfConversation";
        rows.append(row);
    }
    return rows;
}

static core::Error refusal(const QString &message)
{
    return {Error::Kind::Invalid, message, {{{}, "refused", message, {}}}};
}

core::Task<QString> ConversationRuntimeRoutes::admit(std::shared_ptr<Request> request, Place place)
{
    const QString text = request->pathValues.value(conversationKey);
    const std::optional<QString> id = core::canonicalUuid(text);
    if (!id)
        co_return core::fail(Error::Kind::Invalid, conversationKey + ": is not a UUID",
                             {{{"path", conversationKey}, "uuid_parsing", "is not a UUID", text}});
    const core::Result<conversations::State> state =
        co_await m_conversations->read(request->caller.userId, *id);
    if (!state && state.error().kind == Error::Kind::NotFound)
        co_return core::fail(Error::Kind::NotFound, "Conversation not found");
    if (!state)
        co_return std::unexpected(state.error());
    const QString workspace = place == Place::OfConversation ? state->place()
                                                             : request->caller.userId;
    for (const auto &[name, value] : queryPairs(request->query)) {
        if (name != "path")
            continue;
        const auto channel = co_await m_runtime->open(workspace);
        if (!channel)
            co_return std::unexpected(channel.error());
        const core::Result<bool> isInside = co_await workspace::liesWithin(*channel, value,
                                                                           state->directory);
        if (!isInside)
            co_return std::unexpected(isInside.error());
        if (!*isInside)
            co_return std::unexpected(refusal("path must be inside the conversation workspace"));
    }
    const auto trajectory = request->pathValues.constFind(trajectoryKey);
    if (trajectory != request->pathValues.cend() && core::canonicalUuid(*trajectory) != id)
        co_return std::unexpected(
            refusal("The trajectory must be the one of the selected conversation"));
    co_return workspace;
}

core::Task<Response> ConversationRuntimeRoutes::handle(Handler handler,
                                                       std::shared_ptr<Request> request,
                                                       Place place)
{
    const core::Result<QString> workspace = co_await admit(request, place);
    if (!workspace)
        co_return std::unexpected(workspace.error());
    // The handler opens the workspace of whom it is asked by; the request stays the caller's.
    if (*workspace != request->caller.userId) {
        request = std::make_shared<Request>(*request);
        request->caller.userId = *workspace;
    }
    core::Task<Response> answer = handler(request);
    co_return co_await answer;
}
