// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "conversations/Conversations.h"
#include "conversations/Profiles.h"
#include "model/Agent.h"

namespace api {

/// The name of a model or an agent that is kept; another is 422.
struct ProfileName
{
    QString text;
};

/// /api/profiles: the models that /llms keeps, as clients of the SDK know them.
class SdkProfileRoutes
{
public:
    SdkProfileRoutes(conversations::Profiles *profiles,
                     conversations::Conversations *conversations);

    QList<Route> table();

private:
    struct ByName
    {
        ProfileName name;

        static constexpr auto fields() { return std::tuple{json::field("name", &ByName::name)}; }
    };
    struct Summary
    {
        QString name;
        std::optional<QString> model;
        std::optional<QString> baseUrl;
        std::optional<QString> connection;
        bool isConnectionBroken = false;
        bool hasKey = false;

        static constexpr auto fields()
        {
            return std::tuple{json::field("name", &Summary::name),
                              json::field("model", &Summary::model),
                              json::field("base_url", &Summary::baseUrl),
                              json::field("provider_connection_id", &Summary::connection),
                              json::field("provider_connection_broken",
                                          &Summary::isConnectionBroken),
                              json::field("api_key_set", &Summary::hasKey)};
        }
    };
    struct List
    {
        QList<Summary> profiles;
        std::optional<QString> active;

        static constexpr auto fields()
        {
            return std::tuple{json::field("profiles", &List::profiles),
                              json::field("active_profile", &List::active)};
        }
    };
    struct Details
    {
        QString name;
        QJsonObject config;
        bool hasKey = false;

        static constexpr auto fields()
        {
            return std::tuple{json::field("name", &Details::name),
                              json::field("config", &Details::config),
                              json::field("api_key_set", &Details::hasKey)};
        }
    };
    struct Saving
    {
        model::LlmConfig llm;
        bool withSecrets = true;

        static constexpr auto fields()
        {
            return std::tuple{json::field("llm", &Saving::llm),
                              json::optional("include_secrets", &Saving::withSecrets)};
        }
    };
    struct Renaming
    {
        ProfileName name;

        static constexpr auto fields()
        {
            return std::tuple{json::field("new_name", &Renaming::name)};
        }
    };
    struct Switching
    {
        QString name;

        static constexpr auto fields()
        {
            return std::tuple{json::field("profile_name", &Switching::name)};
        }
    };
    struct Done
    {
        QString name;
        QString message;

        static constexpr auto fields()
        {
            return std::tuple{json::field("name", &Done::name),
                              json::field("message", &Done::message)};
        }
    };
    struct Activated
    {
        QString name;
        QString message;
        bool isApplied = true;

        static constexpr auto fields()
        {
            return std::tuple{json::field("name", &Activated::name),
                              json::field("message", &Activated::message),
                              json::field("llm_applied", &Activated::isApplied)};
        }
    };

    core::Task<List> list(Caller caller);
    core::Task<Details> read(Caller caller, Path<ByName> path);
    core::Task<Reply<Done, 201>> save(Caller caller, Path<ByName> path, RawBody raw,
                                      Body<Saving> body);
    core::Task<Done> remove(Caller caller, Path<ByName> path);
    core::Task<Done> rename(Caller caller, Path<ByName> path, Body<Renaming> body);
    core::Task<Activated> activate(Caller caller, Path<ByName> path);
    core::Task<Success> switchTo(Caller caller, Path<ConversationPath> path, Body<Switching> body);

    core::Task<conversations::Profiles::Profile> find(QString userId, QString name);

    conversations::Profiles *m_profiles;
    conversations::Conversations *m_conversations;
};

} // namespace api

template<>
struct json::Codec<api::ProfileName>
{
    static void read(const QJsonValue &value, api::ProfileName &out, Reader &reader)
    {
        if (!conversations::isProfileName(value.toString()))
            return reader.report("string_pattern_mismatch",
                                 "expected 1 to 64 letters, digits, dots, dashes or underlines",
                                 value);
        out.text = value.toString();
    }
    static QJsonValue write(const api::ProfileName &value, Nulls) { return value.text; }
    static QJsonObject schema()
    {
        return {{"type", "string"}, {"pattern", "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"}};
    }
};
