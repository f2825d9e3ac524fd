// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/ProfileRoutes.h"

#include "api/Tagged.h"
#include "secrets/SecretFields.h"

using namespace api;
using conversations::Profiles;
using Kind = conversations::Profiles::Kind;

ProfileRoutes::ProfileRoutes(conversations::Profiles *profiles, llm::Models *models,
                             StandingOf standingOf)
    : m_profiles(profiles)
    , m_models(models)
    , m_standingOf(std::move(standingOf))
{}

QList<Route> ProfileRoutes::table()
{
    using enum Method;
    using Self = ProfileRoutes;
    const RouteOptions plain{.tag = "Profiles"};
    return {
        route(Get, "/llms", "listModels", this, &Self::listModels, plain),
        tagged(route(Get, "/llms/{name}", "readModel", this, &Self::readModel, plain)),
        route(Put, "/llms/{name}", "putModel", this, &Self::putModel, plain),
        route(Delete, "/llms/{name}", "removeModel", this, &Self::removeModel, plain),
        route(Post, "/llms/{name}/test", "testModel", this, &Self::testModel, plain),
        route(Get, "/agents", "listAgents", this, &Self::listAgents, plain),
        tagged(route(Get, "/agents/{name}", "readAgent", this, &Self::readAgent, plain)),
        route(Put, "/agents/{name}", "putAgent", this, &Self::putAgent, plain),
        route(Delete, "/agents/{name}", "removeAgent", this, &Self::removeAgent, plain),
    };
}

ProfileRoutes::Shown ProfileRoutes::shown(Kind kind, const Profiles::Profile &profile)
{
    Shown shown;
    shown.name = profile.name;
    shown.isDefault = profile.isDefault;
    shown.config = secrets::nullAll(profile.config).toObject();
    if (kind == Kind::Llm) {
        shown.config.remove("api_key");
        shown.hasKey = !profile.config.value("api_key").toString().isEmpty();
    }
    return shown;
}

core::Task<ProfileRoutes::List> ProfileRoutes::list(QString userId, Kind kind)
{
    const auto profiles = co_await m_profiles->list(userId, kind);
    if (!profiles)
        co_return std::unexpected(profiles.error());
    List list;
    for (const Profiles::Profile &profile : *profiles)
        list.items.append(shown(kind, profile));
    co_return list;
}

core::Task<ProfileRoutes::Shown> ProfileRoutes::read(QString userId, Kind kind, QString name)
{
    const auto found = co_await m_profiles->find(userId, kind, name);
    if (!found)
        co_return std::unexpected(found.error());
    co_return shown(kind, *found);
}

core::Task<ProfileRoutes::Shown> ProfileRoutes::put(QString userId, Kind kind,
                                                    Profiles::Profile profile)
{
    const QString name = profile.name;
    const core::Result<> kept = co_await m_profiles->set(userId, kind, std::move(profile));
    if (!kept)
        co_return std::unexpected(kept.error());
    co_return co_await read(userId, kind, name);
}

core::Task<ProfileRoutes::List> ProfileRoutes::listModels(Caller caller)
{
    return list(caller.userId, Kind::Llm);
}

core::Task<ProfileRoutes::Shown> ProfileRoutes::readModel(Caller caller, Path<ByName> path)
{
    return read(caller.userId, Kind::Llm, path->name);
}

core::Task<ProfileRoutes::Shown> ProfileRoutes::putModel(Caller caller, Path<ByName> path,
                                                         Query<DefaultQuery> query, RawBody raw,
                                                         Body<Model> body)
{
    if (body->model.trimmed().isEmpty())
        co_return core::fail(core::Error::Kind::Invalid, "model: must not be empty",
                             {{{"model"}, "string_too_short", "must not be empty", {}}});
    Profiles::Profile profile;
    profile.name = path->name;
    profile.isDefault = query->isDefault;
    profile.config = QJsonDocument::fromJson(raw.bytes).object();
    co_return co_await put(caller.userId, Kind::Llm, profile);
}

core::Task<> ProfileRoutes::removeModel(Caller caller, Path<ByName> path)
{
    return m_profiles->remove(caller.userId, Kind::Llm, path->name);
}

core::Task<conversations::ModelTrial> ProfileRoutes::testModel(Caller caller, Path<ByName> path)
{
    const auto found = co_await m_profiles->find(caller.userId, Kind::Llm, path->name);
    if (!found)
        co_return std::unexpected(found.error());
    core::Result<model::LlmConfig> settings = json::read<model::LlmConfig>(found->config);
    if (!settings)
        co_return std::unexpected(settings.error());
    co_return co_await conversations::tryModel(m_models, std::move(*settings),
                                               m_standingOf(caller.userId), caller.stop);
}

core::Task<ProfileRoutes::List> ProfileRoutes::listAgents(Caller caller)
{
    return list(caller.userId, Kind::Agent);
}

core::Task<ProfileRoutes::Shown> ProfileRoutes::readAgent(Caller caller, Path<ByName> path)
{
    return read(caller.userId, Kind::Agent, path->name);
}

core::Task<ProfileRoutes::Shown> ProfileRoutes::putAgent(Caller caller, Path<ByName> path,
                                                         Query<DefaultQuery> query,
                                                         Body<Agent> body)
{
    if (body->maxBudget && !model::isAmount(*body->maxBudget))
        co_return core::fail(
            core::Error::Kind::Invalid, "max_budget: expected 0 to 1000000000",
            {{{"max_budget"}, "value_error", "expected 0 to 1000000000", *body->maxBudget}});
    Profiles::Profile profile;
    profile.name = path->name;
    profile.isDefault = query->isDefault;
    profile.config = json::write(*body, json::Nulls::Omit).toObject();
    co_return co_await put(caller.userId, Kind::Agent, profile);
}

core::Task<> ProfileRoutes::removeAgent(Caller caller, Path<ByName> path)
{
    return m_profiles->remove(caller.userId, Kind::Agent, path->name);
}
