// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/SdkSettingsRoutes.h"

#include "api/routes/SecretExposure.h"
#include "conversations/Refusal.h"
#include "secrets/SecretFields.h"

using namespace api;
using conversations::ClientSettings;
using core::Error;

static const QString secretsPath = "/api/settings/secrets";

SdkSettingsRoutes::SdkSettingsRoutes(ClientSettings *settings)
    : m_settings(settings)
{}

QList<Route> SdkSettingsRoutes::table()
{
    using enum Method;
    using Self = SdkSettingsRoutes;
    const RouteOptions plain{.tag = "Settings"};
    const RouteOptions secret{.access = Access::Write, .tag = "Settings"};
    return {
        route(Get, "/api/settings", "readClientSettings", this, &Self::read, plain),
        route(Patch, "/api/settings", "changeClientSettings", this, &Self::change, plain),
        route(Get, secretsPath, "listSecrets", this, &Self::listSecrets, plain),
        route(Put, secretsPath, "putSecret", this, &Self::putSecret, plain),
        route(Get, secretsPath + "/{name}", "readSecret", this, &Self::readSecret, secret),
        route(Delete, secretsPath + "/{name}", "removeSecret", this, &Self::removeSecret, plain),
    };
}

QString SdkSettingsRoutes::secretIn(const QString &path)
{
    const QString name = path.startsWith(secretsPath + '/') ? path.sliced(secretsPath.size() + 1)
                                                            : QString();
    return ClientSettings::isSecretName(name) ? name : QString();
}

core::Result<bool> api::wantsSecrets(const Caller &caller)
{
    const QByteArray wanted = caller.headers.combinedValue("X-Expose-Secrets").toLower();
    if (wanted.isEmpty())
        return false;
    if (wanted == "encrypted")
        return core::fail(Error::Kind::Unavailable, "This server seals secrets for itself only.");
    if (wanted != "plaintext" && wanted != "true")
        return core::fail(Error::Kind::Invalid,
                          "Invalid X-Expose-Secrets header value. Must be 'encrypted' or "
                          "'plaintext'.");
    if (!caller.may(Access::Write))
        return std::unexpected(missingScope(Access::Write));
    return true;
}

SdkSettingsRoutes::Settings SdkSettingsRoutes::shown(const ClientSettings::Document &document,
                                                     Secrets secrets)
{
    Settings settings;
    settings.agent = secrets == Secrets::Plain ? document.agent
                                               : secrets::maskAll(document.agent).toObject();
    settings.conversation = document.conversation;
    settings.hasKey = !document.agent["llm"]["api_key"].toString().isEmpty();
    settings.activeProfile = document.activeProfile;
    settings.misc = document.misc;
    return settings;
}

core::Task<SdkSettingsRoutes::Settings> SdkSettingsRoutes::read(Caller caller)
{
    const core::Result<bool> isOpen = wantsSecrets(caller);
    if (!isOpen)
        co_return std::unexpected(isOpen.error());
    const auto document = co_await m_settings->read(caller.userId);
    if (!document)
        co_return std::unexpected(document.error());
    co_return shown(*document, *isOpen ? Secrets::Plain : Secrets::Masked);
}

core::Task<SdkSettingsRoutes::Settings> SdkSettingsRoutes::change(Caller caller, RawBody raw,
                                                                  Body<Change> body)
{
    const QJsonObject given = json::parse(raw.bytes).value_or(QJsonValue()).toObject();
    const bool clears = std::ranges::any_of(QStringList{"active_profile", "active_agent_profile_id",
                                                        "active_meta_profile"},
                                            [&given](const QString &name) {
        return given.contains(name);
    });
    if (!body->agent && !body->conversation && !body->misc && !clears)
        co_return core::fail(Error::Kind::Invalid,
                             "At least one of agent_settings_diff, conversation_settings_diff, "
                             "misc_settings_diff, active_profile, active_agent_profile_id, or "
                             "active_meta_profile must be provided");
    if (body->activeAgentProfile)
        co_return core::fail(Error::Kind::NotFound,
                             "Agent profile with id '" + *body->activeAgentProfile + "' not found");
    if (body->activeMetaProfile)
        co_return core::fail(Error::Kind::NotFound,
                             "Meta-profile '" + *body->activeMetaProfile + "' not found");
    ClientSettings::Change change;
    change.agent = body->agent.value_or(QJsonObject());
    change.conversation = body->conversation.value_or(QJsonObject());
    change.misc = body->misc.value_or(QJsonObject());
    if (given.contains("active_profile"))
        change.activeProfile = body->activeProfile;
    const auto document = co_await m_settings->change(caller.userId, std::move(change));
    if (!document)
        co_return std::unexpected(document.error());
    co_return shown(*document, Secrets::Masked);
}

core::Task<SdkSettingsRoutes::SecretList> SdkSettingsRoutes::listSecrets(Caller caller)
{
    const auto found = co_await m_settings->secrets(caller.userId);
    if (!found)
        co_return std::unexpected(found.error());
    SecretList list;
    for (const ClientSettings::Secret &each : *found) {
        Secret secret;
        secret.name = each.name;
        secret.description = each.description;
        list.secrets.append(secret);
    }
    co_return list;
}

core::Task<SdkSettingsRoutes::Secret> SdkSettingsRoutes::putSecret(Caller caller,
                                                                   Body<NewSecret> body)
{
    if (body->value.trimmed().isEmpty() || body->value == secrets::mask)
        co_return conversations::refuse("Secret value must not be empty or redacted");
    ClientSettings::Secret wanted;
    wanted.name = body->name.text;
    wanted.description = body->description;
    const core::Result<> kept = co_await m_settings->setSecret(caller.userId, wanted, body->value);
    if (!kept)
        co_return std::unexpected(kept.error());
    Secret secret;
    secret.name = wanted.name;
    secret.description = wanted.description;
    co_return secret;
}

core::Task<Response> SdkSettingsRoutes::readSecret(Caller caller, Path<BySecret> path)
{
    const core::Result<QString> value = co_await m_settings->secret(caller.userId, path->name.text);
    if (!value)
        co_return std::unexpected(value.error());
    Response response;
    response.contentType = "text/plain; charset=utf-8";
    response.headers.append(QHttpHeaders::WellKnownHeader::CacheControl, "no-store");
    response.body = value->toUtf8();
    co_return response;
}

core::Task<SdkSettingsRoutes::Deleted> SdkSettingsRoutes::removeSecret(Caller caller,
                                                                       Path<BySecret> path)
{
    const core::Result<> removed = co_await m_settings->removeSecret(caller.userId,
                                                                     path->name.text);
    if (!removed)
        co_return std::unexpected(removed.error());
    co_return Deleted{};
}
