// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Capabilities.h"

#include "llm/Catalogue.h"

#include <algorithm>

using model::LlmConfig;

static bool containsAny(const QString &name, const QStringList &parts)
{
    return std::ranges::any_of(parts, [&](const QString &part) { return name.contains(part); });
}

static std::optional<bool> overridden(const LlmConfig &settings, QLatin1StringView key)
{
    const QJsonValue value = settings.capabilityOverrides.value(key);
    return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
}

// "prod/claude-..." names a deployment of claude-...
static QString lookupName(const LlmConfig &settings)
{
    const QString given = settings.modelCanonicalName.value_or(settings.model).toLower();
    static const QStringList deployments{"prod", "dev", "staging", "test"};
    QStringList parts = given.split('/');
    parts.removeIf([](const QString &part) { return deployments.contains(part); });
    return parts.isEmpty() ? given : parts.join('/');
}

static bool cachesPrompts(const QString &name)
{
    static const QStringList models{"claude-3-haiku-20240307", "claude-3-opus-20240229",
                                    "claude-3-5-sonnet",       "claude-3-5-haiku",
                                    "claude-3.5-sonnet",       "claude-3.5-haiku",
                                    "claude-3-7-sonnet",       "claude-3.7-sonnet",
                                    "claude-sonnet-4",         "claude-opus-4",
                                    "claude-haiku-4-5",        "claude-haiku-4.5",
                                    "claude-opus-5",           "claude-fable-5"};
    return containsAny(name, models);
}

static bool retainsPromptCache(const QString &name)
{
    bool retains = name.contains("gpt-5") || name.contains("gpt-4.1");
    if (name.contains("mini"))
        retains = false;
    if (name.contains("gpt-5.1-codex-mini"))
        retains = true;
    return retains && !name.startsWith("azure/");
}

static bool wantsStringContent(const QString &name)
{
    return containsAny(name, {"deepseek", "glm", "groq/kimi-k2-instruct", "openrouter/minimax"});
}

static bool wantsReasoningBack(const QString &name)
{
    return containsAny(name, {"kimi-k3", "kimi-k2-thinking", "kimi-k2.5", "kimi-k2.6",
                              "openrouter/minimax-m2", "deepseek/deepseek-reasoner",
                              "deepseek/deepseek-v4-pro", "deepseek/deepseek-v4-flash"});
}

// OpenAI's models that are newer than the table reason, and servers compatible with it skip the
// parameter.
static bool mayTakeEffort(const QString &name)
{
    return name.contains("kimi-k3") || name.startsWith("openai/");
}

static bool thinksManually(const LlmConfig &settings, const QString &name)
{
    const QString mode = settings.capabilityOverrides.value("thinking_mode").toString();
    if (!mode.isEmpty())
        return mode == "manual";
    return containsAny(name, {"claude-sonnet-4-5", "claude-sonnet-4-6", "claude-haiku-4-5"});
}

// A proxy of unknown make gets a modest limit, because a request above its own would be refused.
static qint64 maxOutputOf(const LlmConfig &settings, const QString &name,
                          const llm::KnownModel *known)
{
    constexpr qint64 modest = 16384;
    if (settings.maxOutputTokens)
        return *settings.maxOutputTokens;
    if (containsAny(name, {"claude-3-7-sonnet", "claude-sonnet-4", "kimi-k2-thinking"}))
        return 64000;
    qint64 limit = known ? known->maxOutput.value_or(0) : 0;
    if (known && known->contextWindow && limit >= *known->contextWindow)
        limit /= 2;
    if (settings.baseUrl && !settings.model.startsWith("litellm_proxy/"))
        limit = qMin(limit, modest);
    return name.contains("o3") ? qMin<qint64>(limit, 100000) : limit;
}

static llm::Prices pricesOf(const llm::KnownModel &known)
{
    return {known.inputPrice, known.cachedInputPrice, known.cacheWritePrice, known.outputPrice};
}

llm::Capabilities llm::capabilitiesOf(const LlmConfig &settings)
{
    const QString name = lookupName(settings);
    const KnownModel *known = Catalogue::instance().model(name);
    const auto choose = [&](QLatin1StringView key, std::optional<bool> published, bool otherwise) {
        return overridden(settings, key).value_or(published.value_or(otherwise));
    };

    Capabilities able;
    able.contextWindow = settings.maxInputTokens.value_or(known ? known->contextWindow.value_or(0)
                                                                : 0);
    able.maxOutput = maxOutputOf(settings, name, known);
    able.vision = choose(QLatin1StringView("supports_vision"), known ? known->vision : std::nullopt,
                         false)
                  && !settings.disableVision.value_or(false);
    able.reasoningEffort = choose(QLatin1StringView("supports_reasoning_effort"),
                                  known ? known->reasoning : std::nullopt, mayTakeEffort(name));
    able.manualThinking = thinksManually(settings, name);
    // Whoever sets a temperature for a model that nobody knows means it.
    able.samplingParameters = overridden(settings, QLatin1StringView("supports_sampling_params"));
    if (!able.samplingParameters)
        able.samplingParameters = known ? known->samplingParameters : std::optional(true);
    able.promptCache = choose(QLatin1StringView("supports_prompt_cache"), {}, cachesPrompts(name));
    able.promptCacheRetention = choose(QLatin1StringView("supports_prompt_cache_retention"), {},
                                       retainsPromptCache(name));
    able.stringContent = settings.forceStringSerializer.value_or(wantsStringContent(name));
    able.resendReasoning = wantsReasoningBack(name);
    able.responsesApi = choose(QLatin1StringView("supports_responses_api"),
                               known ? known->responses : std::nullopt,
                               containsAny(name, {"gpt-5", "codex-mini-latest"}));
    able.prices = known ? pricesOf(*known) : Prices{};
    return able;
}
