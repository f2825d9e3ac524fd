// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "model/Message.h"

namespace model {

/// The settings of one language model, as the SDK sends them. Unknown keys are ignored here;
/// whoever must return the object unchanged keeps the JSON it came from.
struct LlmConfig
{
    QString model = "gpt-5.5";
    std::optional<QString> apiKey; ///< plain text; never log or store
    std::optional<QString> baseUrl;
    std::optional<QString> apiVersion;
    QString authType = "api_key";
    int numRetries = 5; ///< attempts in all
    double retryMultiplier = 8;
    double retryMinWait = 8;  ///< seconds
    double retryMaxWait = 64; ///< seconds
    std::optional<int> timeout = 300; ///< seconds for one request; absent means none
    std::optional<double> temperature;
    std::optional<double> topP;
    std::optional<double> topK;
    std::optional<int> maxInputTokens;
    std::optional<int> maxOutputTokens;
    std::optional<QString> modelCanonicalName;
    QString apiMode = "auto"; ///< auto, chat, responses
    QJsonObject capabilityOverrides;
    QJsonObject extraHeaders;
    std::optional<double> inputCostPerToken;
    std::optional<double> outputCostPerToken;
    QString openrouterSiteUrl = "https://docs.all-hands.dev/";
    QString openrouterAppName = "OpenHands";
    bool stream = false;
    bool dropParams = true;
    std::optional<bool> disableVision;
    bool cachingPrompt = true;
    bool logCompletions = false;
    bool nativeToolCalling = true;
    std::optional<bool> forceStringSerializer;
    std::optional<bool> inlineImageUrls;
    std::optional<QString> reasoningEffort = "high";
    std::optional<QString> promptCacheRetention = "24h";
    std::optional<int> extendedThinkingBudget = 200000;
    std::optional<qint64> seed;
    QString usageId = "default";
    QJsonObject litellmExtraBody;

    static constexpr auto fields()
    {
        return std::tuple{json::optional("model", &LlmConfig::model),
                          json::field("api_key", &LlmConfig::apiKey),
                          json::field("base_url", &LlmConfig::baseUrl),
                          json::field("api_version", &LlmConfig::apiVersion),
                          json::optional("auth_type", &LlmConfig::authType),
                          json::optional("num_retries", &LlmConfig::numRetries),
                          json::optional("retry_multiplier", &LlmConfig::retryMultiplier),
                          json::optional("retry_min_wait", &LlmConfig::retryMinWait),
                          json::optional("retry_max_wait", &LlmConfig::retryMaxWait),
                          json::field("timeout", &LlmConfig::timeout),
                          json::field("temperature", &LlmConfig::temperature),
                          json::field("top_p", &LlmConfig::topP),
                          json::field("top_k", &LlmConfig::topK),
                          json::field("max_input_tokens", &LlmConfig::maxInputTokens),
                          json::field("max_output_tokens", &LlmConfig::maxOutputTokens),
                          json::field("model_canonical_name", &LlmConfig::modelCanonicalName),
                          json::optional("api_mode", &LlmConfig::apiMode),
                          json::optional("capability_overrides", &LlmConfig::capabilityOverrides),
                          json::optional("extra_headers", &LlmConfig::extraHeaders),
                          json::field("input_cost_per_token", &LlmConfig::inputCostPerToken),
                          json::field("output_cost_per_token", &LlmConfig::outputCostPerToken),
                          json::optional("openrouter_site_url", &LlmConfig::openrouterSiteUrl),
                          json::optional("openrouter_app_name", &LlmConfig::openrouterAppName),
                          json::optional("stream", &LlmConfig::stream),
                          json::optional("drop_params", &LlmConfig::dropParams),
                          json::field("disable_vision", &LlmConfig::disableVision),
                          json::optional("caching_prompt", &LlmConfig::cachingPrompt),
                          json::optional("log_completions", &LlmConfig::logCompletions),
                          json::optional("native_tool_calling", &LlmConfig::nativeToolCalling),
                          json::field("force_string_serializer", &LlmConfig::forceStringSerializer),
                          json::field("inline_image_urls", &LlmConfig::inlineImageUrls),
                          json::field("reasoning_effort", &LlmConfig::reasoningEffort),
                          json::field("prompt_cache_retention", &LlmConfig::promptCacheRetention),
                          json::field("extended_thinking_budget",
                                      &LlmConfig::extendedThinkingBudget),
                          json::field("seed", &LlmConfig::seed),
                          json::optional("usage_id", &LlmConfig::usageId),
                          json::optional("litellm_extra_body", &LlmConfig::litellmExtraBody)};
    }
};

/// A tool that an agent names, with the parameters it was given.
struct ToolSpec
{
    QString name;
    QJsonObject params;

    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &ToolSpec::name),
                          json::optional("params", &ToolSpec::params)};
    }
};

/// What the loop needs of an agent's JSON (kind "Agent").
struct AgentConfig
{
    QString kind = "Agent";
    LlmConfig llm;
    QList<ToolSpec> tools;
    QJsonObject mcpConfig;
    std::optional<QString> filterToolsRegex;
    QStringList includeDefaultTools = {"FinishTool", "ThinkTool"};
    std::optional<QJsonObject> agentContext;
    std::optional<QString> systemPrompt;
    QString systemPromptFilename = "system_prompt.j2";
    std::optional<QString> securityPolicyFilename = "security_policy.j2";
    QJsonObject systemPromptKwargs;
    std::optional<QJsonObject> condenser;
    std::optional<QJsonObject> critic;
    int toolConcurrencyLimit = 1;

    static constexpr auto fields()
    {
        return std::tuple{
            json::optional("kind", &AgentConfig::kind),
            json::field("llm", &AgentConfig::llm),
            json::optional("tools", &AgentConfig::tools),
            json::optional("mcp_config", &AgentConfig::mcpConfig),
            json::field("filter_tools_regex", &AgentConfig::filterToolsRegex),
            json::optional("include_default_tools", &AgentConfig::includeDefaultTools),
            json::field("agent_context", &AgentConfig::agentContext),
            json::field("system_prompt", &AgentConfig::systemPrompt),
            json::optional("system_prompt_filename", &AgentConfig::systemPromptFilename),
            json::field("security_policy_filename", &AgentConfig::securityPolicyFilename),
            json::optional("system_prompt_kwargs", &AgentConfig::systemPromptKwargs),
            json::field("condenser", &AgentConfig::condenser),
            json::field("critic", &AgentConfig::critic),
            json::optional("tool_concurrency_limit", &AgentConfig::toolConcurrencyLimit)};
    }
};

} // namespace model
