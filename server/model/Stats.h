// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"

namespace model {

/// Tokens of one response, or of all responses under one usage id. Cached tokens are part of
/// prompt_tokens.
struct TokenUsage
{
    QString model;
    qint64 promptTokens = 0;
    qint64 completionTokens = 0;
    qint64 cacheReadTokens = 0;
    qint64 cacheWriteTokens = 0;
    qint64 reasoningTokens = 0;
    qint64 contextWindow = 0;
    qint64 perTurnToken = 0;
    QString responseId;

    bool operator==(const TokenUsage &) const = default;

    static constexpr auto fields()
    {
        return std::tuple{json::optional("model", &TokenUsage::model),
                          json::optional("prompt_tokens", &TokenUsage::promptTokens),
                          json::optional("completion_tokens", &TokenUsage::completionTokens),
                          json::optional("cache_read_tokens", &TokenUsage::cacheReadTokens),
                          json::optional("cache_write_tokens", &TokenUsage::cacheWriteTokens),
                          json::optional("reasoning_tokens", &TokenUsage::reasoningTokens),
                          json::optional("context_window", &TokenUsage::contextWindow),
                          json::optional("per_turn_token", &TokenUsage::perTurnToken),
                          json::optional("response_id", &TokenUsage::responseId)};
    }
};

struct Cost
{
    QString model;
    double cost = 0;      ///< US dollars
    double timestamp = 0; ///< seconds since 1970

    bool operator==(const Cost &) const = default;

    static constexpr auto fields()
    {
        return std::tuple{json::field("model", &Cost::model), json::field("cost", &Cost::cost),
                          json::field("timestamp", &Cost::timestamp)};
    }
};

struct Latency
{
    QString model;
    double latency = 0; ///< seconds
    QString responseId;

    bool operator==(const Latency &) const = default;

    static constexpr auto fields()
    {
        return std::tuple{json::field("model", &Latency::model),
                          json::field("latency", &Latency::latency),
                          json::field("response_id", &Latency::responseId)};
    }
};

/// What the calls under one usage id cost.
struct Metrics
{
    QString modelName = "default";
    double accumulatedCost = 0;
    std::optional<double> maxBudgetPerTask;
    TokenUsage accumulatedTokenUsage;
    QList<Cost> costs;
    QList<Latency> responseLatencies;
    QList<TokenUsage> tokenUsages;

    bool operator==(const Metrics &) const = default;

    static constexpr auto fields()
    {
        return std::tuple{json::optional("model_name", &Metrics::modelName),
                          json::optional("accumulated_cost", &Metrics::accumulatedCost),
                          json::field("max_budget_per_task", &Metrics::maxBudgetPerTask),
                          json::optional("accumulated_token_usage",
                                         &Metrics::accumulatedTokenUsage),
                          json::optional("costs", &Metrics::costs),
                          json::optional("response_latencies", &Metrics::responseLatencies),
                          json::optional("token_usages", &Metrics::tokenUsages)};
    }

    /// Adds one response. The three lists keep the newest 1,000 entries.
    void record(const TokenUsage &usage, double cost, double latencySeconds,
                double timestampSeconds);
};

/// Metrics by usage id.
struct Stats
{
    QMap<QString, Metrics> usageToMetrics;

    bool operator==(const Stats &) const = default;

    static constexpr auto fields()
    {
        return std::tuple{json::optional("usage_to_metrics", &Stats::usageToMetrics)};
    }

    /// Without the three lists, as state updates and snapshots carry it.
    QJsonObject snapshot() const;
};

} // namespace model
