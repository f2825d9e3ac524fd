// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/SideRoutes.h"

#include "conversations/Branch.h"
#include "conversations/Child.h"
#include "conversations/Question.h"

using namespace api;
using conversations::Skills;

SideRoutes::SideRoutes(conversations::Conversations *conversations)
    : m_conversations(conversations)
{}

QList<Route> SideRoutes::table()
{
    using enum Method;
    using Self = SideRoutes;
    const RouteOptions plain{.tag = "Conversations"};
    return {
        route(Post, "/api/conversations/{id}/fork", "forkConversation", this, &Self::fork, plain),
        route(Post, "/api/conversations/{id}/children", "startChild", this, &Self::child, plain),
        route(Post, "/api/conversations/{id}/navigate", "navigateConversation", this,
              &Self::navigate, plain),
        route(Post, "/api/conversations/{id}/ask_agent", "askAgent", this, &Self::ask, plain),
    };
}

core::Task<Reply<QJsonObject, 201>> SideRoutes::fork(Caller caller, Path<ConversationPath> path,
                                                     Query<IncludeSkills> query,
                                                     Body<conversations::ForkRequest> body)
{
    const core::Result<conversations::State> forked =
        co_await conversations::fork(m_conversations, caller.userId, path->id.text, *body);
    if (!forked)
        co_return std::unexpected(forked.error());
    Reply<QJsonObject, 201> reply;
    reply.value = forked->info(query->includeSkills ? Skills::Include : Skills::Omit);
    co_return reply;
}

core::Task<Reply<QJsonObject, 201>> SideRoutes::child(Caller caller, Path<ConversationPath> path,
                                                      Body<conversations::ChildRequest> body)
{
    const auto made = co_await conversations::beginChild(m_conversations, caller.userId,
                                                         path->id.text, *body);
    if (!made)
        co_return std::unexpected(made.error());
    const std::shared_ptr<conversations::Conversation> conversation = *made;
    const conversations::State state = conversation->state();
    Reply<QJsonObject, 201> reply;
    reply.afterSent = [conversation, trace = caller.trace] { conversation->startRun(trace); };
    reply.value = {{"conversation_id", state.id},
                   {"parent_conversation_id", *state.parentId},
                   {"status", json::name(state.status)},
                   {"title", state.title ? QJsonValue(*state.title) : QJsonValue::Null},
                   {"url", QJsonValue::Null},
                   {"workspace", state.workingDir},
                   {"isolation", state.worktree ? "worktree" : "shared"}};
    co_return reply;
}

core::Task<QJsonObject> SideRoutes::navigate(Caller caller, Path<ConversationPath> path,
                                             Query<IncludeSkills> query, Body<Target> body)
{
    const core::Result<conversations::State> state =
        co_await conversations::navigate(m_conversations, caller.userId, path->id.text,
                                         body->eventId);
    if (!state)
        co_return std::unexpected(state.error());
    co_return state->info(query->includeSkills ? Skills::Include : Skills::Omit);
}

core::Task<SideRoutes::Answer> SideRoutes::ask(Caller caller, Path<ConversationPath> path,
                                               Body<Question> body)
{
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<QString> response = co_await conversations::ask(*found, body->question,
                                                                       caller.stop);
    if (!response)
        co_return std::unexpected(response.error());
    co_return Answer{*response};
}
