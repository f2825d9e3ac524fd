// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/SteeringRoutes.h"

using namespace api;

SteeringRoutes::SteeringRoutes(conversations::Conversations *conversations)
    : m_conversations(conversations)
{}

QList<Route> SteeringRoutes::table()
{
    using enum Method;
    using Self = SteeringRoutes;
    const RouteOptions plain{.tag = "Conversations"};
    return {
        route(Post, "/api/conversations/{id}/goal", "startGoal", this, &Self::startGoal, plain),
        route(Post, "/api/conversations/{id}/goal/stop", "stopGoal", this, &Self::stopGoal, plain),
        route(Post, "/api/conversations/{id}/goal/resume", "resumeGoal", this, &Self::resumeGoal,
              plain),
        route(Post, "/api/conversations/{id}/condense", "condense", this, &Self::condense, plain),
        route(Get, "/api/conversations/{id}/runtime", "readRuntime", this, &Self::readRuntime,
              plain),
        route(Post, "/api/conversations/{id}/runtime/reprovision", "reprovisionRuntime", this,
              &Self::readRuntime, plain),
        route(Post, "/api/conversations/{id}/switch_llm", "switchModel", this, &Self::switchModel,
              plain),
    };
}

core::Task<Success> SteeringRoutes::startGoal(Caller caller, Path<ConversationPath> path,
                                              Body<conversations::GoalRequest> body)
{
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> done = co_await conversations::startGoal(*found, *body);
    if (!done)
        co_return std::unexpected(done.error());
    co_return Success{};
}

core::Task<Success> SteeringRoutes::stopGoal(Caller caller, Path<ConversationPath> path)
{
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> done = co_await conversations::stopGoal(*found);
    if (!done)
        co_return std::unexpected(done.error());
    co_return Success{};
}

core::Task<Success> SteeringRoutes::resumeGoal(Caller caller, Path<ConversationPath> path)
{
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> done = co_await conversations::resumeGoal(*found);
    if (!done)
        co_return std::unexpected(done.error());
    co_return Success{};
}

core::Task<Success> SteeringRoutes::switchModel(Caller caller, Path<ConversationPath> path,
                                                RawBody raw, Body<SwitchModel>)
{
    const QJsonObject llm = QJsonDocument::fromJson(raw.bytes).object().value("llm").toObject();
    const auto found = co_await m_conversations->find(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> done = co_await (*found)->setModel(llm);
    if (!done)
        co_return std::unexpected(done.error());
    co_return Success{};
}

core::Task<Success> SteeringRoutes::condense(Caller caller, Path<ConversationPath> path)
{
    const auto found = co_await m_conversations->read(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    co_return core::fail(core::Error::Kind::Conflict,
                         "The agent of this conversation has no condenser that works on request.");
}

core::Task<SteeringRoutes::Runtime> SteeringRoutes::readRuntime(Caller caller,
                                                                Path<ConversationPath> path)
{
    const auto found = co_await m_conversations->read(caller.userId, path->id.text);
    if (!found)
        co_return std::unexpected(found.error());
    co_return Runtime{};
}
