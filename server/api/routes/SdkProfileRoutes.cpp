// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/SdkProfileRoutes.h"

#include "api/routes/SecretExposure.h"
#include "secrets/SecretFields.h"

using namespace api;
using conversations::Profiles;
using core::Error;
using Kind = conversations::Profiles::Kind;

SdkProfileRoutes::SdkProfileRoutes(Profiles *profiles, conversations::Conversations *conversations)
    : m_profiles(profiles)
    , m_conversations(conversations)
{}

QList<Route> SdkProfileRoutes::table()
{
    using enum Method;
    using Self = SdkProfileRoutes;
    const RouteOptions plain{.tag = "Profiles"};
    const QString one = "/api/profiles/{name}";
    return {
        route(Get, "/api/profiles", "listProfiles", this, &Self::list, plain),
        route(Get, one, "readProfile", this, &Self::read, plain),
        route(Post, one, "saveProfile", this, &Self::save, plain),
        route(Delete, one, "deleteProfile", this, &Self::remove, plain),
        route(Post, one + "/rename", "renameProfile", this, &Self::rename, plain),
        route(Post, one + "/activate", "activateProfile", this, &Self::activate, plain),
        route(Post, "/api/conversations/{id}/switch_profile", "switchProfile", this,
              &Self::switchTo, plain),
    };
}

static QString quoted(const QString &name)
{
    return "Profile '" + name + "'";
}

static bool hasKey(const Profiles::Profile &profile)
{
    return !profile.config.value("api_key").toString().isEmpty();
}

core::Task<Profiles::Profile> SdkProfileRoutes::find(QString userId, QString name)
{
    const auto found = co_await m_profiles->find(userId, Kind::Llm, name);
    if (!found && found.error().kind == Error::Kind::NotFound)
        co_return core::fail(Error::Kind::NotFound, quoted(name) + " not found");
    co_return found;
}

static std::optional<QString> textOf(const QJsonValue &value)
{
    return value.isString() ? std::optional(value.toString()) : std::nullopt;
}

core::Task<SdkProfileRoutes::List> SdkProfileRoutes::list(Caller caller)
{
    const auto profiles = co_await m_profiles->list(caller.userId, Kind::Llm);
    if (!profiles)
        co_return std::unexpected(profiles.error());
    List list;
    for (const Profiles::Profile &profile : *profiles) {
        Summary summary;
        summary.name = profile.name;
        summary.model = textOf(profile.config.value("model"));
        summary.baseUrl = textOf(profile.config.value("base_url"));
        summary.hasKey = hasKey(profile);
        list.profiles.append(summary);
        if (profile.isDefault)
            list.active = profile.name;
    }
    co_return list;
}

core::Task<SdkProfileRoutes::Details> SdkProfileRoutes::read(Caller caller, Path<ByName> path)
{
    const core::Result<bool> isOpen = wantsSecrets(caller);
    if (!isOpen)
        co_return std::unexpected(isOpen.error());
    const auto found = co_await find(caller.userId, path->name.text);
    if (!found)
        co_return std::unexpected(found.error());
    Details details;
    details.name = found->name;
    details.config = *isOpen ? found->config : secrets::nullAll(found->config).toObject();
    details.hasKey = hasKey(*found);
    if (!details.hasKey)
        details.config.insert("api_key", QJsonValue::Null);
    co_return details;
}

core::Task<Reply<SdkProfileRoutes::Done, 201>> SdkProfileRoutes::save(Caller caller,
                                                                      Path<ByName> path,
                                                                      RawBody raw,
                                                                      Body<Saving> body)
{
    Profiles::Profile profile;
    profile.name = path->name.text;
    profile.config = QJsonDocument::fromJson(raw.bytes).object().value("llm").toObject();
    // What is saved replaces all of what was there.
    if (!body->withSecrets || !profile.config.contains("api_key"))
        profile.config.insert("api_key", QJsonValue::Null);
    const core::Result<> kept = co_await m_profiles->set(caller.userId, Kind::Llm, profile);
    if (!kept)
        co_return std::unexpected(kept.error());
    Reply<Done, 201> reply;
    reply.value.name = profile.name;
    reply.value.message = quoted(profile.name) + " saved";
    co_return reply;
}

core::Task<SdkProfileRoutes::Done> SdkProfileRoutes::remove(Caller caller, Path<ByName> path)
{
    const QString name = path->name.text;
    const auto agents = co_await m_profiles->list(caller.userId, Kind::Agent);
    if (!agents)
        co_return std::unexpected(agents.error());
    for (const Profiles::Profile &agent : *agents) {
        if (agent.config.value("llm").toString() == name)
            co_return core::fail(Error::Kind::Conflict,
                                 quoted(name) + " is used by the agent '" + agent.name + "'.");
    }
    const core::Result<> removed = co_await m_profiles->remove(caller.userId, Kind::Llm, name);
    if (!removed && removed.error().kind != Error::Kind::NotFound)
        co_return std::unexpected(removed.error());
    Done done;
    done.name = name;
    done.message = quoted(name) + " deleted";
    co_return done;
}

core::Task<SdkProfileRoutes::Done> SdkProfileRoutes::rename(Caller caller, Path<ByName> path,
                                                            Body<Renaming> body)
{
    const QString from = path->name.text, to = body->name.text;
    const auto found = co_await find(caller.userId, from);
    if (!found)
        co_return std::unexpected(found.error());
    Done done;
    done.name = to;
    done.message = quoted(from) + " unchanged (same name)";
    if (from == to)
        co_return done;
    const core::Result<> renamed = co_await m_profiles->renameModel(caller.userId, from, to);
    if (!renamed && renamed.error().kind == Error::Kind::Conflict)
        co_return core::fail(Error::Kind::Conflict, quoted(to) + " already exists");
    if (!renamed)
        co_return std::unexpected(renamed.error());
    done.message = quoted(from) + " renamed to '" + to + "'";
    co_return done;
}

core::Task<SdkProfileRoutes::Activated> SdkProfileRoutes::activate(Caller caller, Path<ByName> path)
{
    const auto found = co_await find(caller.userId, path->name.text);
    if (!found)
        co_return std::unexpected(found.error());
    Profiles::Profile profile = *found;
    profile.isDefault = true;
    const core::Result<> kept = co_await m_profiles->set(caller.userId, Kind::Llm, profile);
    if (!kept)
        co_return std::unexpected(kept.error());
    Activated activated;
    activated.name = profile.name;
    activated.message = quoted(profile.name) + " activated and applied to current settings";
    co_return activated;
}

core::Task<Success> SdkProfileRoutes::switchTo(Caller caller, Path<ConversationPath> path,
                                               Body<Switching> body)
{
    const auto conversation = co_await m_conversations->find(caller.userId, path->id.text);
    if (!conversation)
        co_return std::unexpected(conversation.error());
    const auto found = co_await find(caller.userId, body->name);
    if (!found)
        co_return std::unexpected(found.error());
    QJsonObject llm = found->config;
    llm.insert("usage_id", "profile:" + found->name);
    const core::Result<> done = co_await (*conversation)->setModel(llm);
    if (!done)
        co_return std::unexpected(done.error());
    co_return Success{};
}
