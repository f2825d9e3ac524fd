// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/ConversationRoutes.h"

#include "agent/Confirmation.h"
#include "conversations/Branch.h"
#include "conversations/Goal.h"
#include "conversations/StartRequest.h"

using namespace api;
using conversations::Skills;
using core::Error;

static constexpr int itemsPerTurn = 10; // of a page, written before others have their turn

ConversationRoutes::ConversationRoutes(conversations::Conversations *conversations)
    : m_conversations(conversations)
{}

QList<Route> ConversationRoutes::table()
{
    using enum Method;
    using Self = ConversationRoutes;
    const RouteOptions plain{.tag = "Conversations"};
    const RouteOptions large{.bodyLimit = largeBodyLimit, .tag = "Conversations"};
    return {
        route(Post, "/api/conversations", "startConversation", this, &Self::start, large),
        route(Get, "/api/conversations", "batchGetConversations", this, &Self::batch, plain),
        route(Get, "/api/conversations/search", "searchConversations", this, &Self::search, plain),
        route(Get, "/api/conversations/count", "countConversations", this, &Self::count, plain),
        route(Get, "/api/conversations/{id}", "readConversation", this, &Self::read, plain),
        route(Patch, "/api/conversations/{id}", "updateConversation", this, &Self::update, plain),
        route(Delete, "/api/conversations/{id}", "deleteConversation", this, &Self::remove, plain),
        route(Delete, "/v1/conversations/{id}", "eraseConversation", this, &Self::erase, plain),
        route(Post, "/api/conversations/{id}/run", "runConversation", this, &Self::run, plain),
        route(Post, "/api/conversations/{id}/pause", "pauseConversation", this, &Self::pause,
              plain),
        route(Post, "/api/conversations/{id}/interrupt", "interruptConversation", this,
              &Self::interrupt, plain),
        route(Post, "/api/conversations/{id}/secrets", "setSecrets", this, &Self::setSecrets,
              plain),
        route(Post, "/api/conversations/{id}/confirmation_policy", "setConfirmationPolicy", this,
              &Self::setPolicy, audited(plain, "policy.confirmation")),
        route(Post, "/api/conversations/{id}/security_analyzer", "setSecurityAnalyzer", this,
              &Self::setAnalyzer, audited(plain, "policy.analyzer")),
        route(Get, "/api/conversations/{id}/agent_final_response", "readFinalResponse", this,
              &Self::finalResponse, plain),
    };
}

static Skills skills(bool include)
{
    return include ? Skills::Include : Skills::Omit;
}

/// A conversation as reading answers it. What makes one answers before its runtime is known.
static QJsonObject described(const conversations::State &state, bool includeSkills)
{
    QJsonObject info = state.info(skills(includeSkills));
    info.insert("runtime_info", QJsonObject{{"runtime_status", "available"},
                                            {"can_resume", true},
                                            {"runtime_error", QJsonValue::Null}});
    return info;
}

core::Task<Reply<QJsonObject, 200, 201>> ConversationRoutes::start(
    Caller caller, Query<IncludeSkills> query, RawBody raw, Body<model::StartConversation> body)
{
    const QJsonObject original = QJsonDocument::fromJson(raw.bytes).object();
    const auto started = co_await m_conversations->start(caller.userId, *body, original);
    if (!started)
        co_return std::unexpected(started.error());
    const Found conversation = started->conversation;
    Reply<QJsonObject, 200, 201> reply;
    reply.status = started->isNew ? 201 : 200;
    if (started->isNew && body->initialMessage) {
        const core::Result<> begun = co_await conversation->addMessageAndRun(*body->initialMessage);
        if (!begun)
            co_return std::unexpected(begun.error());
        reply.afterSent = [conversation, trace = caller.trace] { conversation->startRun(trace); };
    }
    const core::Result<conversations::State> state =
        co_await m_conversations->read(caller.userId, conversation->id());
    if (!state)
        co_return std::unexpected(state.error());
    reply.value = state->info(skills(query->includeSkills));
    co_return reply;
}

core::Task<QJsonObject> ConversationRoutes::search(Caller caller, Query<SearchQuery> query)
{
    using enum store::ConversationOrder;
    static const QMap<QString, store::ConversationOrder> orders{{"CREATED_AT", CreatedAscending},
                                                                {"CREATED_AT_DESC",
                                                                 CreatedDescending},
                                                                {"UPDATED_AT", UpdatedAscending},
                                                                {"UPDATED_AT_DESC",
                                                                 UpdatedDescending}};
    if (!orders.contains(query->sortOrder))
        co_return wrongQuery("sort_order", "expected one of " + orders.keys().join(", "), "enum");
    store::ConversationSearch wanted;
    wanted.userId = caller.userId;
    wanted.limit = query->limit.value;
    wanted.order = orders.value(query->sortOrder);
    if (query->status)
        wanted.status = json::name(*query->status);
    if (query->pageId)
        wanted.cursor = query->pageId->text;
    const auto page = co_await m_conversations->search(std::move(wanted));
    if (!page)
        co_return std::unexpected(page.error());
    QJsonArray items;
    for (const conversations::State &state : page->states) {
        items.append(described(state, query->includeSkills));
        if (items.size() % itemsPerTurn == 0)
            co_await core::sleepFor(std::chrono::milliseconds(0));
    }
    const QJsonValue next = page->next ? QJsonValue(core::hexUuid(*page->next))
                                       : QJsonValue(QJsonValue::Null);
    co_return QJsonObject{{"items", items}, {"next_page_id", next}};
}

core::Task<qint64> ConversationRoutes::count(Caller caller, Query<CountQuery> query)
{
    std::optional<QString> status;
    if (query->status)
        status = json::name(*query->status);
    return m_conversations->count(caller.userId, status);
}

core::Task<QList<std::optional<QJsonObject>>> ConversationRoutes::batch(Caller caller,
                                                                        Query<BatchQuery> query)
{
    if (query->ids.isEmpty() || query->ids.size() >= 100)
        co_return wrongQuery("ids", "expected 1 to 99 ids");
    QList<std::optional<QJsonObject>> list;
    for (const Uuid &id : query->ids) {
        const core::Result<conversations::State> state =
            co_await m_conversations->read(caller.userId, id.text);
        if (state)
            list.append(described(*state, query->includeSkills));
        else if (state.error().kind == Error::Kind::NotFound)
            list.append(std::nullopt);
        else
            co_return std::unexpected(state.error());
    }
    co_return list;
}

core::Task<QJsonObject> ConversationRoutes::read(Caller caller, Path<ConversationPath> path,
                                                 Query<IncludeSkills> query)
{
    const core::Result<conversations::State> state = co_await m_conversations->read(caller.userId,
                                                                                    path->id.text);
    if (!state)
        co_return std::unexpected(state.error());
    co_return described(*state, query->includeSkills);
}

core::Task<Success> ConversationRoutes::update(Caller caller, Path<ConversationPath> path,
                                               Body<model::UpdateConversation> body)
{
    if (body->title && (body->title->trimmed().isEmpty() || body->title->trimmed().size() > 200)) {
        co_return core::fail(
            Error::Kind::Invalid, "title: expected 1 to 200 characters",
            {{{"title"}, "string_length", "expected 1 to 200 characters", *body->title}});
    }
    if (body->tags) {
        const core::Result<> checked = conversations::checkTags(*body->tags);
        if (!checked)
            co_return std::unexpected(checked.error());
    }
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> updated = co_await (*found)->update(*body);
    if (!updated)
        co_return std::unexpected(updated.error());
    co_return Success{};
}

core::Task<Success> ConversationRoutes::remove(Caller caller, Path<ConversationPath> path)
{
    const core::Result<> removed = co_await m_conversations->remove(caller.userId, path->id.text);
    if (!removed)
        co_return std::unexpected(removed.error());
    co_return Success{};
}

core::Task<Success> ConversationRoutes::erase(Caller caller, Path<ConversationPath> path,
                                              Query<EraseQuery> query)
{
    using enum conversations::Conversations::Removal;
    const core::Result<> removed = co_await m_conversations->remove(caller.userId, path->id.text,
                                                                    query->erase ? Erase : Close);
    if (!removed)
        co_return std::unexpected(removed.error());
    co_return Success{};
}

core::Task<Reply<Success>> ConversationRoutes::run(Caller caller, Path<ConversationPath> path)
{
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    const Found conversation = *found;
    const core::Result<> prepared = co_await conversation->prepareRun();
    if (!prepared)
        co_return std::unexpected(prepared.error());
    Reply<Success> reply;
    reply.afterSent = [conversation, trace = caller.trace] { conversation->startRun(trace); };
    co_return reply;
}

core::Task<Success> ConversationRoutes::pause(Caller caller, Path<ConversationPath> path)
{
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> stopped = co_await conversations::stopGoal(*found);
    if (!stopped)
        co_return std::unexpected(stopped.error());
    const core::Result<> paused = co_await (*found)->pause();
    if (!paused)
        co_return std::unexpected(paused.error());
    co_return Success{};
}

core::Task<Success> ConversationRoutes::interrupt(Caller caller, Path<ConversationPath> path)
{
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> stopped = co_await conversations::stopGoal(*found);
    if (!stopped)
        co_return std::unexpected(stopped.error());
    const core::Result<> interrupted = co_await (*found)->interrupt();
    if (!interrupted)
        co_return std::unexpected(interrupted.error());
    co_return Success{};
}

core::Task<Success> ConversationRoutes::setSecrets(Caller caller, Path<ConversationPath> path,
                                                   Body<SetSecrets> body)
{
    const core::Result<QJsonObject> sources = conversations::secretSources(body->secrets);
    if (!sources)
        co_return std::unexpected(sources.error());
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> set = co_await (*found)->setSecrets(*sources);
    if (!set)
        co_return std::unexpected(set.error());
    co_return Success{};
}

core::Task<Success> ConversationRoutes::setPolicy(Caller caller, Path<ConversationPath> path,
                                                  Body<SetPolicy> body)
{
    const core::Result<> checked = agent::checkConfirmationPolicy(body->policy);
    if (!checked)
        co_return std::unexpected(located(checked.error(), "policy"));
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> set = co_await (*found)->setConfirmationPolicy(body->policy);
    if (!set)
        co_return std::unexpected(set.error());
    co_return Success{};
}

core::Task<Success> ConversationRoutes::setAnalyzer(Caller caller, Path<ConversationPath> path,
                                                    Body<SetAnalyzer> body)
{
    std::optional<QJsonObject> analyzer;
    if (!body->analyzer.isNull())
        analyzer = body->analyzer.toObject();
    if (analyzer) {
        const core::Result<> checked = conversations::checkSecurityAnalyzer(*analyzer);
        if (!checked)
            co_return std::unexpected(checked.error());
    }
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> set = co_await (*found)->setSecurityAnalyzer(analyzer);
    if (!set)
        co_return std::unexpected(set.error());
    co_return Success{};
}

core::Task<ConversationRoutes::FinalResponse> ConversationRoutes::finalResponse(
    Caller caller, Path<ConversationPath> path)
{
    const core::Result<conversations::State> state = co_await m_conversations->read(caller.userId,
                                                                                    path->id.text);
    if (!state)
        co_return std::unexpected(state.error());
    const core::Result<QString> response =
        co_await conversations::finalResponse(m_conversations->services().events, *state);
    if (!response)
        co_return std::unexpected(response.error());
    co_return FinalResponse{*response};
}
