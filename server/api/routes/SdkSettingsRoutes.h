// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "conversations/ClientSettings.h"

namespace api {

/// The name of a secret in a path.
struct SecretName
{
    QString text;
};

/// /api/settings: what clients of the SDK keep on the server, secrets among it.
class SdkSettingsRoutes
{
public:
    explicit SdkSettingsRoutes(conversations::ClientSettings *settings);

    QList<Route> table();

    /// The name of the secret that @p path reads; empty for another path.
    static QString secretIn(const QString &path);

private:
    struct Settings
    {
        QJsonObject agent;
        QJsonObject conversation;
        bool hasKey = false;
        std::optional<QString> activeProfile;
        std::optional<QString> activeAgentProfile;
        std::optional<QString> activeMetaProfile;
        QJsonObject misc;

        static constexpr auto fields()
        {
            return std::tuple{json::field("agent_settings", &Settings::agent),
                              json::field("conversation_settings", &Settings::conversation),
                              json::field("llm_api_key_is_set", &Settings::hasKey),
                              json::field("active_profile", &Settings::activeProfile),
                              json::field("active_agent_profile_id", &Settings::activeAgentProfile),
                              json::field("active_meta_profile", &Settings::activeMetaProfile),
                              json::field("misc_settings", &Settings::misc)};
        }
    };
    struct Change
    {
        std::optional<QJsonObject> agent;
        std::optional<QJsonObject> conversation;
        std::optional<QJsonObject> misc;
        std::optional<QString> activeProfile;
        std::optional<QString> activeAgentProfile;
        std::optional<QString> activeMetaProfile;

        static constexpr auto fields()
        {
            return std::tuple{json::field("agent_settings_diff", &Change::agent),
                              json::field("conversation_settings_diff", &Change::conversation),
                              json::field("misc_settings_diff", &Change::misc),
                              json::field("active_profile", &Change::activeProfile),
                              json::field("active_agent_profile_id", &Change::activeAgentProfile),
                              json::field("active_meta_profile", &Change::activeMetaProfile)};
        }
    };
    struct Secret
    {
        QString name;
        std::optional<QString> description;

        static constexpr auto fields()
        {
            return std::tuple{json::field("name", &Secret::name),
                              json::field("description", &Secret::description)};
        }
    };
    struct SecretList
    {
        QList<Secret> secrets;

        static constexpr auto fields()
        {
            return std::tuple{json::field("secrets", &SecretList::secrets)};
        }
    };
    struct NewSecret
    {
        SecretName name;
        QString value;
        std::optional<QString> description;

        static constexpr auto fields()
        {
            return std::tuple{json::field("name", &NewSecret::name),
                              json::field("value", &NewSecret::value),
                              json::field("description", &NewSecret::description)};
        }
    };
    struct BySecret
    {
        SecretName name;

        static constexpr auto fields() { return std::tuple{json::field("name", &BySecret::name)}; }
    };
    struct Deleted
    {
        bool isDeleted = true;

        static constexpr auto fields()
        {
            return std::tuple{json::field("deleted", &Deleted::isDeleted)};
        }
    };
    enum class Secrets { Masked, Plain };

    core::Task<Settings> read(Caller caller);
    core::Task<Settings> change(Caller caller, RawBody raw, Body<Change> body);
    core::Task<SecretList> listSecrets(Caller caller);
    core::Task<Secret> putSecret(Caller caller, Body<NewSecret> body);
    core::Task<Response> readSecret(Caller caller, Path<BySecret> path);
    core::Task<Deleted> removeSecret(Caller caller, Path<BySecret> path);

    static Settings shown(const conversations::ClientSettings::Document &document, Secrets secrets);

    conversations::ClientSettings *m_settings;
};

} // namespace api

template<>
struct json::Codec<api::SecretName>
{
    static void read(const QJsonValue &value, api::SecretName &out, Reader &reader)
    {
        if (!conversations::ClientSettings::isSecretName(value.toString()))
            return reader.report("value_error",
                                 "expected a letter and at most 63 letters, digits and underlines",
                                 value);
        out.text = value.toString();
    }
    static QJsonValue write(const api::SecretName &value, Nulls) { return value.text; }
    static QJsonObject schema()
    {
        return {{"type", "string"}, {"pattern", "^[a-zA-Z][a-zA-Z0-9_]{0,63}$"}};
    }
};
