// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/QueuePlace.h"
#include "core/Json.h"
#include "model/Agent.h"
#include "model/ExecutionStatus.h"
#include "model/Stats.h"
#include "store/Conversations.h"

namespace secrets {
class Vault;
}

namespace conversations {

enum class Skills { Omit, Include };

/// Everything about a conversation but its events. Secrets are plain in memory and sealed on disk.
struct State
{
    // In columns of their own:
    QString id;
    QString userId;
    qint64 createdAt = 0; ///< microseconds since 1970
    qint64 updatedAt = 0;
    model::ExecutionStatus status = model::ExecutionStatus::Idle;
    std::optional<QString> title;
    std::optional<QString> parentId;
    std::optional<QString> worktree; ///< folder that holds the git worktree made for it

    /// Ids of the conversations that name this one as their parent, where somebody looked.
    QStringList children;
    /// Where its run waits; of this process alone.
    std::optional<QueuePlace> queue;
    /// How many steps its run has begun; of this process alone.
    int steps = 0;
    /// The files that the same run has changed, as its tools name them.
    QSet<QString> changedFiles;
    /// What the same run waited for models and tools.
    std::chrono::nanoseconds modelTime{0};
    std::chrono::nanoseconds toolTime{0};

    // In the body:
    QJsonObject agent;   ///< as the client sent it
    QJsonObject request; ///< fields of the start request that are only kept
    QString workingDir;  ///< as the client sent it
    QString directory;   ///< the same, absolute
    std::optional<QString> workspaceId; ///< where it works, unless in its user's default workspace
    QString lastLine; ///< of what was said or done last
    QString persistenceDir;
    int maxIterations = 500;
    /// The limit that ended its last run, until somebody writes or it runs again.
    std::optional<int> reachedLimit;
    std::optional<double> maxBudget; ///< US dollars that its models may cost
    bool stuckDetection = true;
    QJsonObject stuckThresholds;
    QJsonObject confirmationPolicy = {{"kind", "NeverConfirm"}};
    std::optional<QJsonObject> securityAnalyzer;
    QJsonArray activatedKnowledgeSkills;
    QJsonArray activatedPathRules;
    QJsonArray invokedSkills;
    QJsonObject blockedActions;
    QJsonObject blockedMessages;
    std::optional<QString> lastUserMessageId;
    std::optional<QString> leafEventId;
    bool headIsEmpty = false;
    /// Length of the log when its head was moved last; 0 while the log is one line.
    qint64 branchedAt = 0;
    /// When its run began to wait for its turn, while it does; microseconds since 1970.
    std::optional<qint64> queuedAt;
    model::Stats stats;
    QJsonObject secretSources;
    QMap<QString, QString> tags;
    QJsonObject agentState;
    std::optional<QJsonObject> hookConfig;
    QJsonArray clientTools;
    QJsonObject toolModuleQualnames;
    std::optional<QString> forkedFromConversationId;
    std::optional<QString> forkedFromEventId;

    static constexpr auto fields()
    {
        return std::tuple{json::field("agent", &State::agent),
                          json::optional("request", &State::request),
                          json::field("working_dir", &State::workingDir),
                          json::field("directory", &State::directory),
                          json::field("workspace_id", &State::workspaceId),
                          json::optional("last_line", &State::lastLine),
                          json::field("persistence_dir", &State::persistenceDir),
                          json::optional("max_iterations", &State::maxIterations),
                          json::field("reached_limit", &State::reachedLimit),
                          json::field("max_budget", &State::maxBudget),
                          json::optional("stuck_detection", &State::stuckDetection),
                          json::optional("stuck_thresholds", &State::stuckThresholds),
                          json::optional("confirmation_policy", &State::confirmationPolicy),
                          json::field("security_analyzer", &State::securityAnalyzer),
                          json::optional("activated_knowledge_skills",
                                         &State::activatedKnowledgeSkills),
                          json::optional("activated_path_rules", &State::activatedPathRules),
                          json::optional("invoked_skills", &State::invokedSkills),
                          json::optional("blocked_actions", &State::blockedActions),
                          json::optional("blocked_messages", &State::blockedMessages),
                          json::field("last_user_message_id", &State::lastUserMessageId),
                          json::field("leaf_event_id", &State::leafEventId),
                          json::optional("head_is_empty", &State::headIsEmpty),
                          json::optional("branched_at", &State::branchedAt),
                          json::field("queued_at", &State::queuedAt),
                          json::optional("stats", &State::stats),
                          json::optional("secret_sources", &State::secretSources),
                          json::optional("tags", &State::tags),
                          json::optional("agent_state", &State::agentState),
                          json::field("hook_config", &State::hookConfig),
                          json::optional("client_tools", &State::clientTools),
                          json::optional("tool_module_qualnames", &State::toolModuleQualnames),
                          json::field("forked_from_conversation_id",
                                      &State::forkedFromConversationId),
                          json::field("forked_from_event_id", &State::forkedFromEventId)};
    }

    /// What its models have cost in US dollars.
    double cost() const;
    /// The workspace that it works in.
    QString place() const { return workspaceId.value_or(userId); }

    static core::Result<State> fromRow(const store::ConversationRow &row,
                                       const secrets::Vault &vault);
    store::ConversationRow toRow(const secrets::Vault &vault) const;
    QByteArray body(const secrets::Vault &vault) const;

    /// ConversationInfo of the SDK surface: explicit nulls, secrets null.
    QJsonObject info(Skills skills) const;
    /// The value of a full_state frame: no nulls, secrets masked, no skills, statistics without
    /// lists.
    QJsonObject snapshot() const;
};

} // namespace conversations
