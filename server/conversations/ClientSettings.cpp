// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/ClientSettings.h"

#include "conversations/Refusal.h"
#include "model/Agent.h"
#include "secrets/SecretFields.h"
#include "secrets/Vault.h"
#include "store/Settings.h"

#include <QFile>
#include <QRegularExpression>

using conversations::ClientSettings;
using core::Error;

namespace {

constexpr const char *agentPart = "client/agent";
constexpr const char *conversationPart = "client/conversation";
constexpr const char *miscPart = "client/misc";
constexpr const char *secretPrefix = "secret/";
constexpr qsizetype longestPart = 1024 * 1024;
constexpr qsizetype mostSecrets = 1000;

/// How a kept secret is written.
struct KeptSecret
{
    QString value; ///< sealed
    std::optional<QString> description;

    static constexpr auto fields()
    {
        return std::tuple{json::field("value", &KeptSecret::value),
                          json::field("description", &KeptSecret::description)};
    }
};

/// What is checked of the settings of conversations; the rest is the client's.
struct ConversationPart
{
    int maxIterations = 500;
    bool confirms = false;
    std::optional<QString> analyzer;

    static constexpr auto fields()
    {
        return std::tuple{json::field("max_iterations", &ConversationPart::maxIterations),
                          json::field("confirmation_mode", &ConversationPart::confirms),
                          json::field("security_analyzer", &ConversationPart::analyzer)};
    }
};

QJsonObject settingsDefaults(const QString &name)
{
    QFile file(":/llm/" + name + ".json");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

enum class NullMembers { Remove, Keep };

/// @p patch merged into @p target (RFC 7386); what is below the first level loses its nulls always.
QJsonObject mergedObjects(QJsonObject target, const QJsonObject &patch, NullMembers nulls)
{
    for (auto it = patch.begin(); it != patch.end(); ++it) {
        if (it->isNull() && nulls == NullMembers::Remove)
            target.remove(it.key());
        else if (it->isObject())
            target.insert(it.key(), mergedObjects(target.value(it.key()).toObject(), it->toObject(),
                                                  NullMembers::Remove));
        else
            target.insert(it.key(), *it);
    }
    return target;
}

/// What a client sends back as it was shown to it changes nothing.
QJsonValue withoutMasks(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue &item : value.toArray())
            array.append(withoutMasks(item));
        return array;
    }
    QJsonObject object;
    const QJsonObject given = value.toObject();
    for (auto it = given.begin(); it != given.end(); ++it) {
        if (it->toString() != secrets::mask)
            object.insert(it.key(), withoutMasks(*it));
    }
    return value.isObject() ? QJsonValue(object) : value;
}

core::Result<> checkClientSettings(const ClientSettings::Document &document)
{
    static const QStringList kinds{"openhands", "acp"};
    const auto llm = json::read<model::LlmConfig>(document.agent.value("llm"));
    const bool isAgent = kinds.contains(document.agent.value("agent_kind").toString())
                         && document.agent.value("mcp_config").isObject()
                         && document.agent.value("tool_concurrency_limit").toInt() >= 1;
    const auto conversation = json::read<ConversationPart>(QJsonValue(document.conversation));
    if (llm && !llm->model.trimmed().isEmpty() && isAgent && conversation
        && conversation->maxIterations >= 1)
        return {};
    // Not what is wrong: it may be a secret.
    return conversations::refuse("Settings validation failed");
}

} // namespace

ClientSettings::ClientSettings(store::Settings *settings, const secrets::Vault *vault,
                               Profiles *profiles)
    : m_settings(settings)
    , m_vault(vault)
    , m_profiles(profiles)
{}

// --- the document --------------------------------------------------------------------------------

core::Task<QJsonObject> ClientSettings::part(QString userId, QString name)
{
    const auto stored = co_await m_settings->find(userId, name);
    if (!stored)
        co_return std::unexpected(stored.error());
    const QJsonObject sealed = QJsonDocument::fromJson(stored->value_or(QByteArray())).object();
    co_return secrets::openAll(sealed, *m_vault).toObject();
}

core::Task<> ClientSettings::keep(QString userId, QString name, QJsonObject part)
{
    const QByteArray text = json::text(secrets::sealAll(part, *m_vault));
    if (text.size() > longestPart)
        co_return core::fail(Error::Kind::TooLarge, "Settings are larger than 1 MiB.");
    co_return co_await m_settings->set(userId, name, text);
}

core::Task<ClientSettings::Document> ClientSettings::document(QString userId, QJsonObject agent,
                                                              QJsonObject conversation,
                                                              QJsonObject misc)
{
    const auto profiles = co_await m_profiles->list(userId, Profiles::Kind::Llm);
    if (!profiles)
        co_return std::unexpected(profiles.error());
    Document document;
    QJsonObject whole = settingsDefaults("agent-settings");
    QJsonObject llm = whole.value("llm").toObject();
    for (const Profiles::Profile &profile : *profiles) {
        if (!profile.isDefault)
            continue;
        document.activeProfile = profile.name;
        for (auto it = profile.config.begin(); it != profile.config.end(); ++it)
            llm.insert(it.key(), *it);
    }
    whole.insert("llm", llm);
    document.agent = mergedObjects(whole, agent, NullMembers::Remove);
    document.conversation = mergedObjects(settingsDefaults("conversation-settings"), conversation,
                                          NullMembers::Keep);
    document.misc = misc;
    co_return document;
}

core::Task<ClientSettings::Document> ClientSettings::read(QString userId)
{
    const core::Result<QJsonObject> agent = co_await part(userId, agentPart);
    if (!agent)
        co_return std::unexpected(agent.error());
    const core::Result<QJsonObject> conversation = co_await part(userId, conversationPart);
    if (!conversation)
        co_return std::unexpected(conversation.error());
    const core::Result<QJsonObject> misc = co_await part(userId, miscPart);
    if (!misc)
        co_return std::unexpected(misc.error());
    co_return co_await document(userId, *agent, *conversation, *misc);
}

core::Task<> ClientSettings::activate(QString userId, std::optional<QString> name)
{
    if (!name)
        co_return co_await m_profiles->clearDefault(userId, Profiles::Kind::Llm);
    auto profile = co_await m_profiles->find(userId, Profiles::Kind::Llm, *name);
    if (!profile && profile.error().kind == Error::Kind::NotFound)
        co_return core::fail(Error::Kind::NotFound, "Profile '" + *name + "' not found");
    if (!profile)
        co_return std::unexpected(profile.error());
    profile->isDefault = true;
    co_return co_await m_profiles->set(userId, Profiles::Kind::Llm, *profile);
}

core::Task<ClientSettings::Document> ClientSettings::change(QString userId, Change change)
{
    const QStringList key(userId);
    const core::Result<> turn = co_await m_turns.take(key, std::stop_token());
    if (!turn)
        co_return std::unexpected(turn.error());
    const core::Result<Document> changed = co_await changeInTurn(userId, std::move(change));
    m_turns.release(key);
    co_return changed;
}

core::Task<ClientSettings::Document> ClientSettings::changeInTurn(QString userId, Change change)
{
    core::Result<QJsonObject> agent = co_await part(userId, agentPart);
    if (!agent)
        co_return std::unexpected(agent.error());
    core::Result<QJsonObject> conversation = co_await part(userId, conversationPart);
    if (!conversation)
        co_return std::unexpected(conversation.error());
    core::Result<QJsonObject> misc = co_await part(userId, miscPart);
    if (!misc)
        co_return std::unexpected(misc.error());
    const QJsonObject wanted = withoutMasks(change.agent).toObject();
    // Its own model again, not the one that was said before it was chosen.
    if (change.activeProfile && !wanted.contains("llm"))
        agent->remove("llm");
    *agent = mergedObjects(*agent, wanted, NullMembers::Remove);
    *conversation = mergedObjects(*conversation, change.conversation, NullMembers::Keep);
    *misc = mergedObjects(*misc, change.misc, NullMembers::Keep);
    const auto possible = co_await document(userId, *agent, *conversation, *misc);
    if (!possible)
        co_return std::unexpected(possible.error());
    if (const core::Result<> checked = checkClientSettings(*possible); !checked)
        co_return std::unexpected(checked.error());
    if (change.activeProfile) {
        const core::Result<> active = co_await activate(userId, *change.activeProfile);
        if (!active)
            co_return std::unexpected(active.error());
    }
    const core::Result<> kept = co_await keep(userId, agentPart, *agent);
    if (!kept)
        co_return std::unexpected(kept.error());
    const core::Result<> keptToo = co_await keep(userId, conversationPart, *conversation);
    if (!keptToo)
        co_return std::unexpected(keptToo.error());
    const core::Result<> all = co_await keep(userId, miscPart, *misc);
    if (!all)
        co_return std::unexpected(all.error());
    co_return co_await document(userId, *agent, *conversation, *misc);
}

// --- secrets -------------------------------------------------------------------------------------

bool ClientSettings::isSecretName(const QString &name)
{
    static const QRegularExpression pattern(R"(\A[a-zA-Z][a-zA-Z0-9_]{0,63}\z)");
    return pattern.match(name).hasMatch();
}

static std::unexpected<Error> noSecret()
{
    return core::fail(Error::Kind::NotFound, "Secret not found");
}

core::Task<QList<ClientSettings::Secret>> ClientSettings::secrets(QString userId)
{
    const auto stored = co_await m_settings->startingWith(userId, secretPrefix);
    if (!stored)
        co_return std::unexpected(stored.error());
    QList<Secret> list;
    for (auto it = stored->begin(); it != stored->end(); ++it) {
        const auto kept = json::parse(*it).and_then(json::read<KeptSecret>);
        list.append(
            {it.key().sliced(qstrlen(secretPrefix)), kept ? kept->description : std::nullopt});
    }
    co_return list;
}

core::Task<QString> ClientSettings::secret(QString userId, QString name)
{
    const auto stored = co_await m_settings->find(userId, secretPrefix + name);
    if (!stored)
        co_return std::unexpected(stored.error());
    if (!*stored)
        co_return noSecret();
    const auto kept = json::parse(**stored).and_then(json::read<KeptSecret>);
    if (!kept)
        co_return std::unexpected(kept.error());
    const core::Result<QByteArray> value = m_vault->open(kept->value);
    if (!value)
        co_return std::unexpected(value.error());
    const QString text = QString::fromUtf8(*value);
    core::registerLogSecret(text);
    co_return text;
}

core::Task<> ClientSettings::setSecret(QString userId, Secret secret, QString value)
{
    const core::Result<QList<Secret>> there = co_await secrets(userId);
    if (!there)
        co_return std::unexpected(there.error());
    const bool isNew = !std::ranges::contains(*there, secret.name, &Secret::name);
    if (isNew && there->size() >= mostSecrets)
        co_return core::fail(Error::Kind::Conflict, "No more than 1000 secrets can be kept.");
    core::registerLogSecret(value);
    const KeptSecret kept{m_vault->seal(value.toUtf8()), secret.description};
    const QByteArray text = json::text(json::writeObject(kept));
    co_return co_await m_settings->set(userId, secretPrefix + secret.name, text);
}

core::Task<> ClientSettings::removeSecret(QString userId, QString name)
{
    const auto removed = co_await m_settings->remove(userId, secretPrefix + name);
    if (!removed)
        co_return std::unexpected(removed.error());
    if (!*removed)
        co_return noSecret();
    co_return {};
}
