// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/EventRoutes.h"

#include "api/routes/StoredBodies.h"
#include "conversations/Goal.h"

#include <QDateTime>

using namespace api;
using core::Error;

EventRoutes::EventRoutes(conversations::Conversations *conversations)
    : m_conversations(conversations)
{}

QList<Route> EventRoutes::table()
{
    using enum Method;
    using Self = EventRoutes;
    const RouteOptions plain{.tag = "Events"};
    const RouteOptions large{.bodyLimit = largeBodyLimit, .tag = "Events"};
    return {
        route(Get, "/api/conversations/{id}/events/search", "searchEvents", this, &Self::search,
              plain),
        route(Get, "/api/conversations/{id}/events/count", "countEvents", this, &Self::count,
              plain),
        route(Get, "/api/conversations/{id}/events/{event_id}", "readEvent", this, &Self::read,
              plain),
        route(Get, "/api/conversations/{id}/events", "batchGetEvents", this, &Self::batch, plain),
        route(Post, "/api/conversations/{id}/events", "sendMessage", this, &Self::post, large),
        route(Post, "/api/conversations/{id}/events/respond_to_confirmation",
              "respondToConfirmation", this, &Self::respond, audited(plain, "actions.respond")),
    };
}

/// Unknown and foreign conversations sound the same on every route of events.
static Error unknownConversation(Error error, const QString &id)
{
    if (error.kind == Error::Kind::NotFound)
        error.message = "Conversation not found: " + id;
    return error;
}

core::Task<> EventRoutes::checkConversation(QString userId, QString id)
{
    const core::Result<conversations::State> state = co_await m_conversations->read(userId, id);
    if (!state)
        co_return std::unexpected(unknownConversation(state.error(), id));
    co_return {};
}

core::Task<store::EventFilter> EventRoutes::filter(QString userId, QString id, FilterQuery query)
{
    const core::Result<> known = co_await checkConversation(userId, id);
    if (!known)
        co_return std::unexpected(known.error());
    store::EventFilter filter;
    filter.conversationId = id;
    filter.source = query.source;
    filter.bodyContains = query.body;
    // Clients of the reference name a kind by its Python path.
    if (query.kind)
        filter.kind = query.kind->section('.', -1);
    if (query.timestampFrom)
        filter.timestampFrom = query.timestampFrom->local;
    if (query.timestampBefore)
        filter.timestampBefore = query.timestampBefore->local;
    co_return filter;
}

core::Task<Response> EventRoutes::search(Caller caller, Path<ConversationPath> path,
                                         Query<FilterQuery> query, Query<PageQuery> pageQuery)
{
    if (pageQuery->sortOrder != "TIMESTAMP" && pageQuery->sortOrder != "TIMESTAMP_DESC")
        co_return wrongQuery("sort_order", "expected TIMESTAMP or TIMESTAMP_DESC", "enum");
    core::Result<store::EventFilter> wanted = co_await filter(caller.userId, path->id.text, *query);
    if (!wanted)
        co_return std::unexpected(wanted.error());
    store::EventSearch search;
    search.filter = std::move(*wanted);
    search.cursor = pageQuery->pageId;
    search.limit = pageQuery->limit.value;
    search.order = pageQuery->sortOrder == "TIMESTAMP" ? store::EventOrder::Ascending
                                                       : store::EventOrder::Descending;
    const auto page = co_await m_conversations->services().events->page(std::move(search));
    if (!page)
        co_return std::unexpected(page.error());
    co_return storedPage(*page);
}

core::Task<qint64> EventRoutes::count(Caller caller, Path<ConversationPath> path,
                                      Query<FilterQuery> query)
{
    core::Result<store::EventFilter> wanted = co_await filter(caller.userId, path->id.text, *query);
    if (!wanted)
        co_return std::unexpected(wanted.error());
    co_return co_await m_conversations->services().events->count(std::move(*wanted));
}

core::Task<Response> EventRoutes::batch(Caller caller, Path<ConversationPath> path,
                                        Body<QStringList> ids)
{
    const core::Result<> known = co_await checkConversation(caller.userId, path->id.text);
    if (!known)
        co_return std::unexpected(known.error());
    const auto rows = co_await m_conversations->services().events->findMany(path->id.text, *ids);
    if (!rows)
        co_return std::unexpected(rows.error());
    co_return storedList(*rows);
}

core::Task<Response> EventRoutes::read(Caller caller, Path<EventPath> path)
{
    const core::Result<> known = co_await checkConversation(caller.userId, path->id.text);
    if (!known)
        co_return std::unexpected(known.error());
    const auto row = co_await m_conversations->services().events->find(path->id.text,
                                                                       path->eventId);
    if (!row)
        co_return std::unexpected(row.error());
    if (!*row)
        co_return core::fail(Error::Kind::NotFound, "Event not found: " + path->eventId);
    Response response;
    response.body = (*row)->body;
    co_return response;
}

core::Task<Reply<Success>> EventRoutes::post(Caller caller, Path<ConversationPath> path,
                                             Body<model::SendMessage> body)
{
    if (body->role != "user") {
        co_return core::fail(
            Error::Kind::Invalid, "role: only user messages can be sent",
            {{{"role"}, "literal_error", "only user messages can be sent", body->role}});
    }
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(unknownConversation(found.error(), path->id.text));
    const std::shared_ptr<conversations::Conversation> conversation = *found;
    core::Result<> done = co_await conversations::stopGoal(conversation);
    if (!done)
        co_return std::unexpected(done.error());
    if (body->run)
        done = co_await conversation->addMessageAndRun(*body);
    else
        done = co_await conversation->addMessage(*body);
    if (!done)
        co_return std::unexpected(done.error());
    Reply<Success> reply;
    if (body->run)
        reply.afterSent = [conversation, trace = caller.trace] { conversation->startRun(trace); };
    co_return reply;
}

core::Task<Reply<Success>> EventRoutes::respond(Caller caller, Path<ConversationPath> path,
                                                Body<Confirmation> body)
{
    caller.notes->insert("accept", body->accept);
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(unknownConversation(found.error(), path->id.text));
    const std::shared_ptr<conversations::Conversation> conversation = *found;
    Reply<Success> reply;
    if (!body->accept) {
        const core::Result<> rejected = co_await conversation->rejectPending(body->reason);
        if (!rejected)
            co_return std::unexpected(rejected.error());
        co_return reply;
    }
    const core::Result<> prepared = co_await conversation->prepareRun();
    if (!prepared && prepared.error().kind != Error::Kind::Conflict)
        co_return std::unexpected(prepared.error());
    if (prepared)
        reply.afterSent = [conversation, trace = caller.trace] { conversation->startRun(trace); };
    co_return reply;
}
