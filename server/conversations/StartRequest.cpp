// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/StartRequest.h"

#include "agent/Confirmation.h"
#include "conversations/Launch.h"
#include "conversations/SecretRegistry.h"
#include "core/Id.h"
#include "model/Budget.h"
#include "secrets/SecretFields.h"

#include <QRegularExpression>

using core::Error;

namespace {

/// One wrong field, as a result.
std::unexpected<Error> wrong(const QJsonArray &path, const char *type, const QString &message,
                             const QJsonValue &input = {})
{
    return core::fail(Error::Kind::Invalid, json::pathText(path) + ": " + message,
                      {{path, QString::fromLatin1(type), message, input}});
}

/// The error of something nested, with its paths made absolute.
std::unexpected<Error> below(const QString &field, Error error)
{
    for (core::Problem &problem : error.problems)
        problem.path.prepend(field);
    if (error.problems.isEmpty())
        error.problems.append({{field}, "value_error", error.message, {}});
    error.message = field + '.' + error.message;
    return std::unexpected(std::move(error));
}

/// agent_settings say what an agent is made of rather than what it is.
QJsonObject agentFromSettings(const QJsonObject &settings)
{
    QJsonObject agent{{"kind", "Agent"}, {"llm", settings.value("llm")}};
    for (const char *key : {"mcp_config", "agent_context", "tool_concurrency_limit"}) {
        if (settings.contains(QLatin1StringView(key)))
            agent.insert(QLatin1StringView(key), settings.value(QLatin1StringView(key)));
    }
    QJsonArray tools = settings.value("tools").toArray();
    if (settings.value("tools").isNull() || settings.value("tools").isUndefined()) {
        for (const char *name : {"terminal", "file_editor", "task_tracker"})
            tools.append(QJsonObject{{"name", name}, {"params", QJsonObject()}});
    }
    agent.insert("tools", tools);
    const QJsonObject condenser = settings.value("condenser").toObject();
    if (condenser.value("enabled").toBool(false)) {
        QJsonObject llm = settings.value("llm").toObject();
        llm.insert("usage_id", "condenser");
        agent.insert("condenser",
                     QJsonObject{{"kind", "LLMSummarizingCondenser"},
                                 {"llm", llm},
                                 {"max_size", condenser.value("max_size").toInt(240)},
                                 {"keep_first", condenser.value("keep_first").toInt(2)}});
    }
    return agent;
}

core::Result<QJsonObject> chosenAgent(const model::StartConversation &request)
{
    if (request.agentProfileId)
        return wrong({"agent_profile_id"}, "value_error", "stored agent profiles are not served");
    if (request.agent)
        return conversations::checkedAgent(*request.agent);
    if (request.agentSettings)
        return conversations::checkedAgent(agentFromSettings(*request.agentSettings));
    return wrong({}, "value_error", "one of agent, agent_settings or agent_profile_id is required");
}

core::Result<> checkPlain(const model::StartConversation &request)
{
    if (request.maxIterations < 1)
        return wrong({"max_iterations"}, "greater_than_equal", "must be at least 1",
                     request.maxIterations);
    const QString kind = request.workspace.kind.value_or("LocalWorkspace");
    if (kind != "LocalWorkspace")
        return wrong({"workspace", "kind"}, "literal_error", "expected LocalWorkspace", kind);
    if (request.workspace.workingDir.isEmpty())
        return wrong({"workspace", "working_dir"}, "string_too_short", "must not be empty");
    if (request.conversationId && !core::canonicalUuid(*request.conversationId))
        return wrong({"conversation_id"}, "uuid_parsing", "is not a UUID", *request.conversationId);
    if (request.parentConversationId && !core::canonicalUuid(*request.parentConversationId))
        return wrong({"parent_conversation_id"}, "uuid_parsing", "is not a UUID",
                     *request.parentConversationId);
    if (request.maxBudget && !model::isAmount(*request.maxBudget))
        return wrong({"max_budget"}, "value_error", "expected 0 to 1000000000", *request.maxBudget);
    if (request.secretsEncrypted)
        return wrong({"secrets_encrypted"}, "value_error",
                     "encrypted secrets cannot be opened here");
    return conversations::checkTags(request.tags);
}

/// What the request holds beyond what this server reads.
QJsonObject keptOnly(QJsonObject original)
{
    for (const char *key :
         {"agent", "agent_settings", "secrets", "conversation_id", "initial_message", "workspace",
          "tags", "client_tools", "hook_config", "confirmation_policy", "security_analyzer",
          "tool_module_qualnames", "agent_launch_additions"})
        original.remove(QLatin1StringView(key));
    return original;
}

} // namespace

core::Result<QJsonObject> conversations::checkedAgent(const QJsonObject &given)
{
    static const QStringList kinds{"ACPAgent", "Agent"};
    QJsonObject agent = secrets::cleaned(given).toObject();
    if (!agent.contains("kind") && agent.contains("llm"))
        agent.insert("kind", "Agent");
    const QString kind = agent.value("kind").toString();
    if (!kinds.contains(kind))
        return wrong({"agent", "kind"}, "literal_error", "expected one of " + kinds.join(", "),
                     kind);
    if (kind == "ACPAgent")
        return wrong({"agent", "kind"}, "value_error",
                     "agents of other vendors (ACPAgent) are not served");
    const core::Result<model::AgentConfig> config = json::read<model::AgentConfig>(agent);
    if (!config)
        return below("agent", config.error());
    if (config->llm.model.trimmed().isEmpty())
        return wrong({"agent", "llm", "model"}, "string_too_short", "must not be empty");
    if (config->toolConcurrencyLimit < 1)
        return wrong({"agent", "tool_concurrency_limit"}, "greater_than_equal",
                     "must be at least 1");
    return agent;
}

model::Stats conversations::emptyStats(const QJsonObject &agent)
{
    model::Stats stats;
    const QJsonValue condenser = agent.value("condenser").toObject().value("llm");
    for (const QJsonValue &llm : {agent.value("llm"), condenser}) {
        const auto config = json::read<model::LlmConfig>(llm);
        if (!config)
            continue;
        model::Metrics &metrics = stats.usageToMetrics[config->usageId];
        metrics.modelName = config->model;
        metrics.accumulatedTokenUsage.model = config->model;
    }
    return stats;
}

core::Result<> conversations::checkTags(const QMap<QString, QString> &tags)
{
    static const QRegularExpression key("\\A[a-z0-9]+\\z");
    for (auto it = tags.begin(); it != tags.end(); ++it) {
        if (!key.match(it.key()).hasMatch())
            return wrong({"tags", it.key()}, "value_error",
                         "a key has lower-case letters and digits only");
        if (it->size() > 256)
            return wrong({"tags", it.key()}, "string_too_long", "has more than 256 characters");
    }
    return {};
}

core::Result<> conversations::checkSecurityAnalyzer(const QJsonObject &analyzer)
{
    static const QStringList kinds{"EnsembleSecurityAnalyzer",   "GraySwanAnalyzer",
                                   "LLMSecurityAnalyzer",        "PatternSecurityAnalyzer",
                                   "PolicyRailSecurityAnalyzer", "ToolShieldLLMSecurityAnalyzer"};
    if (!kinds.contains(analyzer.value("kind").toString()))
        return wrong({"security_analyzer", "kind"}, "literal_error",
                     "expected one of " + kinds.join(", "));
    return {};
}

core::Result<conversations::State> conversations::stateFromRequest(
    const model::StartConversation &request, const QJsonObject &original)
{
    const core::Result<> plain = checkPlain(request).and_then([&] { return checkLaunch(request); });
    if (!plain)
        return std::unexpected(plain.error());
    const core::Result<QJsonObject> agent = chosenAgent(request);
    if (!agent)
        return std::unexpected(agent.error());
    const core::Result<QJsonObject> sources = secretSources(request.secrets);
    if (!sources)
        return std::unexpected(sources.error());
    State state;
    if (request.confirmationPolicy) {
        if (const auto checked = agent::checkConfirmationPolicy(*request.confirmationPolicy);
            !checked)
            return below("confirmation_policy", checked.error());
        state.confirmationPolicy = agent::completed(*request.confirmationPolicy);
    }
    if (request.securityAnalyzer) {
        if (const auto checked = checkSecurityAnalyzer(*request.securityAnalyzer); !checked)
            return std::unexpected(checked.error());
    }
    state.id = request.conversationId ? *core::canonicalUuid(*request.conversationId)
                                      : core::newId();
    state.clientTools = json::write(request.clientTools).toArray();
    state.agent = withAdditions(*agent, request.launchAdditions.value_or(model::LaunchAdditions()));
    state.agent = withClientTools(state.agent, state.clientTools);
    state.request = keptOnly(original);
    state.workingDir = request.workspace.workingDir;
    state.workspaceId = request.workspaceId;
    state.maxIterations = request.maxIterations;
    state.maxBudget = request.maxBudget;
    state.stuckDetection = request.stuckDetection;
    state.stuckThresholds = request.stuckDetectionThresholds.value_or(QJsonObject());
    state.securityAnalyzer = request.securityAnalyzer;
    state.secretSources = *sources;
    const QJsonValue contextSecrets = agent->value("agent_context").toObject().value("secrets");
    if (const auto seeds = secretSources(contextSecrets.toObject()); seeds) {
        for (auto it = seeds->begin(); it != seeds->end(); ++it) {
            if (!state.secretSources.contains(it.key()))
                state.secretSources.insert(it.key(), it.value());
        }
    }
    state.tags = request.tags;
    state.hookConfig = request.hookConfig;
    state.toolModuleQualnames = json::write(request.toolModuleQualnames).toObject();
    if (request.parentConversationId)
        state.parentId = core::canonicalUuid(*request.parentConversationId);
    state.stats = emptyStats(state.agent);
    return state;
}
