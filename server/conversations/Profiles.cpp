// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Profiles.h"

#include "core/Json.h"
#include "secrets/SecretFields.h"
#include "secrets/Vault.h"
#include "store/Settings.h"

#include <QRegularExpression>

using core::Error;
using Kind = conversations::Profiles::Kind;

namespace {

constexpr qsizetype mostProfiles = 100;

QString prefixOf(Kind kind)
{
    return kind == Kind::Llm ? "llm/" : "agent/";
}

QString defaultKey(Kind kind)
{
    return kind == Kind::Llm ? "default-llm" : "default-agent";
}

QString wordFor(Kind kind)
{
    return kind == Kind::Llm ? "model" : "agent";
}

std::unexpected<Error> unknown(Kind kind, const QString &name)
{
    return core::fail(Error::Kind::NotFound,
                      "There is no " + wordFor(kind) + " named " + name + '.');
}

std::unexpected<Error> wrong(const QString &field, const QString &message)
{
    return core::fail(Error::Kind::Invalid, field + ": " + message,
                      {{{field}, "value_error", message, {}}});
}

QJsonArray usualTools()
{
    QJsonArray tools;
    for (const char *name : {"terminal", "file_editor", "task_tracker"})
        tools.append(QJsonObject{{"name", name}});
    return tools;
}

} // namespace

bool conversations::isProfileName(const QString &name)
{
    static const QRegularExpression pattern(R"(\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z)");
    return pattern.match(name).hasMatch();
}

conversations::Profiles::Profiles(store::Settings *settings, const secrets::Vault *vault)
    : m_settings(settings)
    , m_vault(vault)
{}

core::Task<std::optional<QString>> conversations::Profiles::defaultName(QString userId, Kind kind)
{
    const auto stored = co_await m_settings->find(userId, defaultKey(kind));
    if (!stored)
        co_return std::unexpected(stored.error());
    co_return stored->transform([](const QByteArray &text) { return QString::fromUtf8(text); });
}

core::Task<QList<conversations::Profiles::Profile>> conversations::Profiles::list(QString userId,
                                                                                  Kind kind)
{
    const auto chosen = co_await defaultName(userId, kind);
    if (!chosen)
        co_return std::unexpected(chosen.error());
    const auto stored = co_await m_settings->startingWith(userId, prefixOf(kind));
    if (!stored)
        co_return std::unexpected(stored.error());
    QList<Profile> profiles;
    for (auto it = stored->begin(); it != stored->end(); ++it) {
        const QString name = it.key().sliced(prefixOf(kind).size());
        const QJsonObject sealed = QJsonDocument::fromJson(it.value()).object();
        profiles.append({name, secrets::openAll(sealed, *m_vault).toObject(), *chosen == name});
    }
    co_return profiles;
}

core::Task<conversations::Profiles::Profile> conversations::Profiles::find(QString userId,
                                                                           Kind kind, QString name)
{
    const auto profiles = co_await list(userId, kind);
    if (!profiles)
        co_return std::unexpected(profiles.error());
    for (const Profile &profile : *profiles) {
        if (profile.name == name)
            co_return profile;
    }
    co_return unknown(kind, name);
}

core::Task<> conversations::Profiles::set(QString userId, Kind kind, Profile profile)
{
    if (!isProfileName(profile.name))
        co_return wrong("name", "expected 1 to 64 letters, digits, dots, dashes or underlines");
    const auto profiles = co_await list(userId, kind);
    if (!profiles)
        co_return std::unexpected(profiles.error());
    bool isNew = true;
    for (const Profile &each : *profiles) {
        if (each.name != profile.name)
            continue;
        isNew = false;
        if (kind == Kind::Llm && !profile.config.contains("api_key")
            && each.config.contains("api_key"))
            profile.config.insert("api_key", each.config.value("api_key"));
    }
    if (isNew && profiles->size() >= mostProfiles)
        co_return core::fail(Error::Kind::Conflict, "No more than 100 can be kept.");
    const QByteArray text = json::text(
        secrets::sealAll(secrets::cleaned(profile.config), *m_vault));
    const core::Result<> kept = co_await m_settings->set(userId, prefixOf(kind) + profile.name,
                                                         text);
    if (!kept || !(profile.isDefault || profiles->isEmpty()))
        co_return kept;
    co_return co_await m_settings->set(userId, defaultKey(kind), profile.name.toUtf8());
}

core::Task<> conversations::Profiles::remove(QString userId, Kind kind, QString name)
{
    const auto removed = co_await m_settings->remove(userId, prefixOf(kind) + name);
    if (!removed)
        co_return std::unexpected(removed.error());
    if (!*removed)
        co_return unknown(kind, name);
    const auto chosen = co_await defaultName(userId, kind);
    if (!chosen)
        co_return std::unexpected(chosen.error());
    if (*chosen != name)
        co_return {};
    co_return co_await clearDefault(userId, kind);
}

core::Task<> conversations::Profiles::clearDefault(QString userId, Kind kind)
{
    const auto cleared = co_await m_settings->remove(userId, defaultKey(kind));
    if (!cleared)
        co_return std::unexpected(cleared.error());
    co_return {};
}

core::Task<> conversations::Profiles::renameModel(QString userId, QString from, QString to)
{
    const auto found = co_await find(userId, Kind::Llm, from);
    if (!found)
        co_return std::unexpected(found.error());
    if (const auto taken = co_await find(userId, Kind::Llm, to); taken)
        co_return core::fail(Error::Kind::Conflict, "There is a model named " + to + " already.");
    Profile profile = *found;
    profile.name = to;
    // The new one first, so that nothing is lost by a death in between.
    const core::Result<> kept = co_await set(userId, Kind::Llm, profile);
    if (!kept)
        co_return kept;
    const auto agents = co_await list(userId, Kind::Agent);
    if (!agents)
        co_return std::unexpected(agents.error());
    for (Profile agent : *agents) {
        if (agent.config.value("llm").toString() != from)
            continue;
        agent.config.insert("llm", to);
        const core::Result<> followed = co_await set(userId, Kind::Agent, agent);
        if (!followed)
            co_return followed;
    }
    co_return co_await remove(userId, Kind::Llm, from);
}

/// The model that an agent names, or holds, or the default one.
core::Task<QJsonObject> conversations::Profiles::model(QString userId, QJsonValue wanted)
{
    if (wanted.isObject())
        co_return wanted.toObject();
    QString name = wanted.toString();
    if (name.isEmpty()) {
        const auto chosen = co_await defaultName(userId, Kind::Llm);
        if (!chosen)
            co_return std::unexpected(chosen.error());
        name = chosen->value_or(QString());
    }
    if (name.isEmpty())
        co_return wrong("agent", "no model is kept as the default; give one, or put it to /llms");
    const auto found = co_await find(userId, Kind::Llm, name);
    if (!found && found.error().kind == Error::Kind::NotFound)
        co_return wrong("agent", "there is no model named " + name);
    if (!found)
        co_return std::unexpected(found.error());
    co_return found->config;
}

core::Task<QJsonObject> conversations::Profiles::agent(QString userId, std::optional<QString> name,
                                                       std::optional<QString> llm)
{
    if (!name) {
        const auto chosen = co_await defaultName(userId, Kind::Agent);
        if (!chosen)
            co_return std::unexpected(chosen.error());
        name = *chosen;
    }
    QJsonObject agent{{"tools", usualTools()}};
    if (name) {
        const auto found = co_await find(userId, Kind::Agent, *name);
        if (!found && found.error().kind == Error::Kind::NotFound)
            co_return wrong("agent", "there is no agent named " + *name);
        if (!found)
            co_return std::unexpected(found.error());
        for (auto it = found->config.begin(); it != found->config.end(); ++it)
            agent.insert(it.key(), it.value());
    }
    const QJsonValue wanted = llm ? QJsonValue(*llm) : agent.value("llm");
    const auto settings = co_await model(userId, wanted);
    if (!settings)
        co_return std::unexpected(settings.error());
    agent.insert("llm", *settings);
    agent.insert("kind", "Agent");
    co_return agent;
}
