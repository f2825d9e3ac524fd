// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"

namespace llm {

/// The wire APIs that providers speak. Only Chat is built; the others are named in failures.
enum class Wire {
    Chat,
    Responses,
    AnthropicMessages,
    BedrockConverse,
    VertexGenerate,
    CohereChat,
    Demo
};

constexpr auto enumNames(Wire)
{
    return std::array{std::pair{Wire::Chat, "chat"},
                      std::pair{Wire::Responses, "responses"},
                      std::pair{Wire::AnthropicMessages, "anthropic_messages"},
                      std::pair{Wire::BedrockConverse, "bedrock_converse"},
                      std::pair{Wire::VertexGenerate, "vertex_generate"},
                      std::pair{Wire::CohereChat, "cohere_chat"},
                      std::pair{Wire::Demo, "demo"}};
}

/// The name of a wire API as its makers write it.
QString titleOf(Wire wire);

/// One row of resources/llm/providers.json: how the models of one prefix are reached.
struct Provider
{
    QString prefix;
    Wire wire = Wire::Chat;
    QString baseUrl;        ///< used when the settings give none
    QString keyVariable;    ///< of the server's environment, used when the settings give no key
    QString outputLimit = "max_tokens"; ///< what the limit on an answer is called
    bool addsV1 = false;             ///< a base URL without a trailing /v1 gets one
    bool offersResponses = false;
    bool takesPromptCacheKey = false;
    bool takesThinking = false; ///< understands thinking budgets and thinking_blocks
    bool takesTopK = true;
    bool isAzure = false;
    QStringList
        bareNames; ///< prefixes of model names that mean this provider without its own prefix

    static constexpr auto fields()
    {
        return std::tuple{json::field("prefix", &Provider::prefix),
                          json::optional("wire", &Provider::wire),
                          json::optional("base_url", &Provider::baseUrl),
                          json::optional("key_variable", &Provider::keyVariable),
                          json::optional("output_limit", &Provider::outputLimit),
                          json::optional("adds_v1", &Provider::addsV1),
                          json::optional("offers_responses", &Provider::offersResponses),
                          json::optional("takes_prompt_cache_key", &Provider::takesPromptCacheKey),
                          json::optional("takes_thinking", &Provider::takesThinking),
                          json::optional("takes_top_k", &Provider::takesTopK),
                          json::optional("is_azure", &Provider::isAzure),
                          json::optional("bare_names", &Provider::bareNames)};
    }
};

/// One row of resources/llm/models.json: what is published about a model. Prices are US dollars per
/// million tokens.
struct KnownModel
{
    QString name;
    std::optional<qint64> contextWindow;
    std::optional<qint64> maxOutput;
    std::optional<double> inputPrice;
    std::optional<double> cachedInputPrice;
    std::optional<double> cacheWritePrice;
    std::optional<double> outputPrice;
    std::optional<bool> vision;
    std::optional<bool> reasoning;
    std::optional<bool> responses; ///< speaks the Responses API and should be asked through it
    std::optional<bool> samplingParameters;

    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &KnownModel::name),
                          json::field("context_window", &KnownModel::contextWindow),
                          json::field("max_output", &KnownModel::maxOutput),
                          json::field("input_price", &KnownModel::inputPrice),
                          json::field("cached_input_price", &KnownModel::cachedInputPrice),
                          json::field("cache_write_price", &KnownModel::cacheWritePrice),
                          json::field("output_price", &KnownModel::outputPrice),
                          json::field("vision", &KnownModel::vision),
                          json::field("reasoning", &KnownModel::reasoning),
                          json::field("responses", &KnownModel::responses),
                          json::field("sampling_parameters", &KnownModel::samplingParameters)};
    }
};

/// The tables of providers and models that are compiled in, read on first use.
class Catalogue
{
public:
    static const Catalogue &instance();

    /// Nothing when no provider has this prefix.
    const Provider *provider(const QString &prefix) const;
    /// The provider that a name without a prefix means.
    const Provider *providerOfBareName(const QString &name) const;
    /// Looks for the name itself, then without the words before its slashes, then without a date.
    const KnownModel *model(const QString &name) const;

private:
    Catalogue();

    QList<Provider> m_providers;
    QList<KnownModel> m_models;
};

} // namespace llm
