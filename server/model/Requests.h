// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "model/Message.h"
#include "model/StartOptions.h"

namespace model {

/// A directory on the machine that runs the workspace.
struct WorkspacePlace
{
    QString workingDir;
    std::optional<QString> kind; ///< "LocalWorkspace"

    static constexpr auto fields()
    {
        return std::tuple{json::field("working_dir", &WorkspacePlace::workingDir),
                          json::field("kind", &WorkspacePlace::kind)};
    }
};

/// POST .../events: what a user says.
struct SendMessage
{
    QString role = "user";
    Contents content;
    bool run = false;
    std::optional<QString> sender;

    static constexpr auto fields()
    {
        return std::tuple{json::optional("role", &SendMessage::role),
                          json::optional("content", &SendMessage::content),
                          json::optional("run", &SendMessage::run),
                          json::field("sender", &SendMessage::sender)};
    }
};

/// A tool that the client runs itself.
struct ClientToolSpec
{
    QString name;
    QString description;
    QJsonObject parameters = {{"type", "object"}, {"properties", QJsonObject()}};
    std::optional<QJsonObject> annotations;

    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &ClientToolSpec::name),
                          json::field("description", &ClientToolSpec::description),
                          json::optional("parameters", &ClientToolSpec::parameters),
                          json::field("annotations", &ClientToolSpec::annotations)};
    }
};

/// POST /api/conversations. Fields that this server keeps but does not read are in the JSON it came
/// from.
struct StartConversation
{
    WorkspacePlace workspace;
    std::optional<QJsonObject> agent;
    std::optional<QJsonObject> agentSettings;
    std::optional<QString> agentProfileId;
    std::optional<QString> conversationId;
    std::optional<QString> parentConversationId;
    std::optional<QJsonObject> confirmationPolicy;
    std::optional<QJsonObject> securityAnalyzer;
    std::optional<SendMessage> initialMessage;
    int maxIterations = 500;
    bool stuckDetection = true;
    std::optional<QJsonObject> stuckDetectionThresholds;
    QJsonObject secrets;
    bool secretsEncrypted = false;
    QMap<QString, QString> toolModuleQualnames;
    QList<ClientToolSpec> clientTools;
    std::optional<QJsonObject> hookConfig;
    QMap<QString, QString> tags;
    bool autotitle = true;
    std::optional<QString> titlePrompt; ///< at most 2,000 characters
    bool worktree = false;
    std::optional<WorktreeOptions> worktreeOptions;
    std::optional<LaunchAdditions> launchAdditions;
    std::optional<QString> runtime; ///< "local"
    // Not of the SDK surface:
    std::optional<QString> workspaceId; ///< checked to be its user's
    std::optional<double> maxBudget; ///< US dollars

    static constexpr auto fields()
    {
        return std::tuple{
            json::field("workspace", &StartConversation::workspace),
            json::field("agent", &StartConversation::agent),
            json::field("agent_settings", &StartConversation::agentSettings),
            json::field("agent_profile_id", &StartConversation::agentProfileId),
            json::field("conversation_id", &StartConversation::conversationId),
            json::field("parent_conversation_id", &StartConversation::parentConversationId),
            json::field("confirmation_policy", &StartConversation::confirmationPolicy),
            json::field("security_analyzer", &StartConversation::securityAnalyzer),
            json::field("initial_message", &StartConversation::initialMessage),
            json::optional("max_iterations", &StartConversation::maxIterations),
            json::optional("stuck_detection", &StartConversation::stuckDetection),
            json::field("stuck_detection_thresholds", &StartConversation::stuckDetectionThresholds),
            json::optional("secrets", &StartConversation::secrets),
            json::optional("secrets_encrypted", &StartConversation::secretsEncrypted),
            json::optional("tool_module_qualnames", &StartConversation::toolModuleQualnames),
            json::optional("client_tools", &StartConversation::clientTools),
            json::field("hook_config", &StartConversation::hookConfig),
            json::optional("tags", &StartConversation::tags),
            json::optional("autotitle", &StartConversation::autotitle),
            json::field("prompt", &StartConversation::titlePrompt),
            json::optional("worktree", &StartConversation::worktree),
            json::field("worktree_options", &StartConversation::worktreeOptions),
            json::field("agent_launch_additions", &StartConversation::launchAdditions),
            json::field("conversation_runtime", &StartConversation::runtime)};
    }
};

/// PATCH /api/conversations/{id}.
struct UpdateConversation
{
    std::optional<QString> title;
    std::optional<QMap<QString, QString>> tags;
    /// Not of the SDK surface: another budget, or none any more.
    std::optional<std::optional<double>> maxBudget;
    std::optional<int> maxIterations; ///< not of the SDK surface either

    static constexpr auto fields()
    {
        return std::tuple{json::field("title", &UpdateConversation::title),
                          json::field("tags", &UpdateConversation::tags)};
    }
};

} // namespace model
