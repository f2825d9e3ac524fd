// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/State.h"

#include "conversations/BodyText.h"
#include "conversations/Summary.h"
#include "core/Clock.h"
#include "core/Id.h"
#include "secrets/SecretFields.h"
#include "secrets/Vault.h"

using namespace std::chrono;

core::Result<conversations::State> conversations::State::fromRow(const store::ConversationRow &row,
                                                                 const secrets::Vault &vault)
{
    const core::Result<QJsonValue> body = json::parse(row.body);
    if (!body)
        return std::unexpected(body.error());
    core::Result<State> state = json::read<State>(secrets::openAll(*body, vault));
    if (!state)
        return state;
    state->id = row.id;
    state->userId = row.userId;
    state->createdAt = row.createdAt;
    state->updatedAt = row.updatedAt;
    state->status =
        json::fromName<model::ExecutionStatus>(row.status).value_or(model::ExecutionStatus::Error);
    state->title = row.title;
    state->parentId = row.parentId;
    state->worktree = row.worktree;
    return state;
}

QByteArray conversations::State::body(const secrets::Vault &vault) const
{
    return BodyText().of(*this, vault);
}

store::ConversationRow conversations::State::toRow(const secrets::Vault &vault) const
{
    return {id,
            userId,
            createdAt,
            updatedAt,
            json::name(status),
            title,
            parentId,
            body(vault),
            {},
            worktree,
            json::text(json::write(summaryOf(*this)))};
}

double conversations::State::cost() const
{
    double cost = 0;
    for (const model::Metrics &metrics : stats.usageToMetrics)
        cost += metrics.accumulatedCost;
    return cost;
}

static QJsonObject withoutSkills(QJsonObject agent)
{
    if (!agent.value("agent_context").isObject())
        return agent;
    QJsonObject context = agent.value("agent_context").toObject();
    context.insert("skills", QJsonArray());
    agent.insert("agent_context", context);
    return agent;
}

static QJsonValue orNull(const auto &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

/// Drops null members at every depth.
static QJsonValue withoutNulls(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue &item : value.toArray())
            array.append(withoutNulls(item));
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end();) {
        if (it->isNull()) {
            it = object.erase(it);
        } else {
            *it = withoutNulls(*it);
            ++it;
        }
    }
    return object;
}

/// What info() and snapshot() have in common.
static QJsonObject commonFields(const conversations::State &state)
{
    return {{"id", state.id},
            {"workspace",
             QJsonObject{{"working_dir", state.workingDir}, {"kind", "LocalWorkspace"}}},
            {"persistence_dir", state.persistenceDir},
            {"max_iterations", state.maxIterations},
            {"stuck_detection", state.stuckDetection},
            {"execution_status", json::name(state.status)},
            {"confirmation_policy", state.confirmationPolicy},
            {"security_analyzer", orNull(state.securityAnalyzer)},
            {"activated_knowledge_skills", state.activatedKnowledgeSkills},
            {"invoked_skills", state.invokedSkills},
            {"blocked_actions", state.blockedActions},
            {"blocked_messages", state.blockedMessages},
            {"last_user_message_id", orNull(state.lastUserMessageId)},
            {"leaf_event_id", orNull(state.leafEventId)},
            {"tags", json::write(state.tags)},
            {"agent_state", state.agentState},
            {"hook_config", orNull(state.hookConfig)}};
}

QJsonObject conversations::State::info(Skills skills) const
{
    QJsonObject object = commonFields(*this);
    object.insert("agent",
                  secrets::nullAll(skills == Skills::Include ? agent : withoutSkills(agent)));
    object.insert("stats", json::write(stats, json::Nulls::Keep));
    object.insert("secret_registry",
                  QJsonObject{{"secret_sources", secrets::nullAll(secretSources)}});
    object.insert("title", orNull(title));
    object.insert("metrics", QJsonValue::Null);
    object.insert("created_at", core::utcTimestamp(microseconds(createdAt)));
    object.insert("updated_at", core::utcTimestamp(microseconds(updatedAt)));
    object.insert("forked_from_conversation_id", orNull(forkedFromConversationId));
    object.insert("forked_from_event_id", orNull(forkedFromEventId));
    object.insert("parent_conversation_id", orNull(parentId));
    object.insert("sub_conversation_ids", QJsonArray::fromStringList(children));
    object.insert("current_model_id", QJsonValue::Null);
    object.insert("available_models", QJsonArray());
    object.insert("supports_runtime_model_switch", false);
    object.insert("launched_agent_profile", QJsonValue::Null);
    object.insert("client_tools", clientTools);
    object.insert("tool_module_qualnames", toolModuleQualnames);
    object.insert("runtime_info", QJsonValue::Null);
    return object;
}

QJsonObject conversations::State::snapshot() const
{
    QJsonObject object = commonFields(*this);
    object.insert("agent", secrets::maskAll(withoutSkills(agent)));
    object.insert("stats", stats.snapshot());
    object.insert("secret_registry",
                  QJsonObject{{"secret_sources", secrets::maskAll(secretSources)}});
    object.insert("activated_path_rules", activatedPathRules);
    object.insert("head_is_empty", headIsEmpty);
    return withoutNulls(object).toObject();
}
