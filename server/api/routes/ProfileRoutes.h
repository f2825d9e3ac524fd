// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "conversations/ModelTrial.h"
#include "conversations/Profiles.h"
#include "model/Agent.h"
#include "model/Budget.h"
#include "workspace/Workspaces.h"

namespace api {

/// /llms and /agents: models and agents that a user keeps on the server, so that a conversation can
/// name them. The key of a model goes in and is never shown.
class ProfileRoutes
{
public:
    /// How the models of a user are asked.
    using StandingOf = std::function<llm::Standing(const QString &userId)>;

    /// Both outlive it.
    ProfileRoutes(conversations::Profiles *profiles, llm::Models *models, StandingOf standingOf);

    QList<Route> table();

private:
    struct ByName
    {
        QString name;

        static constexpr auto fields() { return std::tuple{json::field("name", &ByName::name)}; }
    };
    struct DefaultQuery
    {
        bool isDefault = false;

        static constexpr auto fields()
        {
            return std::tuple{json::optional("default", &DefaultQuery::isDefault,
                                             "whether it is meant where none is named")};
        }
    };
    struct Model : model::LlmConfig
    {
        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        static constexpr auto fields()
        {
            return workspace::detail::inheritedFields<Model, model::LlmConfig>();
        }
    };
    struct Agent
    {
        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        std::optional<QString> llm;
        std::optional<QList<model::ToolSpec>> tools;
        std::optional<QString> systemPrompt;
        std::optional<QStringList> defaultTools;
        std::optional<int> concurrency;
        std::optional<double> maxBudget;

        static constexpr auto fields()
        {
            return std::tuple{json::field("llm", &Agent::llm,
                                          "name of a model; the default one when absent"),
                              json::field("tools", &Agent::tools,
                                          "terminal, file_editor, task_tracker, ..."),
                              json::field("system_prompt", &Agent::systemPrompt),
                              json::field("include_default_tools", &Agent::defaultTools),
                              json::field("tool_concurrency_limit", &Agent::concurrency),
                              json::field("max_budget", &Agent::maxBudget,
                                          "US dollars that models of a conversation may cost")};
        }
    };
    struct Shown
    {
        QString name;
        bool isDefault = false;
        QJsonObject config;
        std::optional<bool> hasKey; ///< of models

        static constexpr auto fields()
        {
            return std::tuple{json::field("name", &Shown::name),
                              json::field("default", &Shown::isDefault),
                              json::field("config", &Shown::config),
                              json::field("api_key_set", &Shown::hasKey)};
        }
    };
    struct List
    {
        QList<Shown> items;

        static constexpr auto fields() { return std::tuple{json::field("items", &List::items)}; }
    };

    core::Task<List> listModels(Caller caller);
    core::Task<Shown> readModel(Caller caller, Path<ByName> path);
    core::Task<Shown> putModel(Caller caller, Path<ByName> path, Query<DefaultQuery> query,
                               RawBody raw, Body<Model> body);
    core::Task<> removeModel(Caller caller, Path<ByName> path);
    core::Task<conversations::ModelTrial> testModel(Caller caller, Path<ByName> path);
    core::Task<List> listAgents(Caller caller);
    core::Task<Shown> readAgent(Caller caller, Path<ByName> path);
    core::Task<Shown> putAgent(Caller caller, Path<ByName> path, Query<DefaultQuery> query,
                               Body<Agent> body);
    core::Task<> removeAgent(Caller caller, Path<ByName> path);

    static Shown shown(conversations::Profiles::Kind kind,
                       const conversations::Profiles::Profile &profile);
    core::Task<List> list(QString userId, conversations::Profiles::Kind kind);
    core::Task<Shown> read(QString userId, conversations::Profiles::Kind kind, QString name);
    core::Task<Shown> put(QString userId, conversations::Profiles::Kind kind,
                          conversations::Profiles::Profile profile);

    conversations::Profiles *m_profiles;
    llm::Models *m_models;
    const StandingOf m_standingOf;
};

} // namespace api
