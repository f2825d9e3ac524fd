// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Stats.h"

template<typename T>
static void appendBounded(QList<T> &list, const T &value)
{
    constexpr qsizetype longest = 1000;
    if (list.size() >= longest)
        list.removeFirst();
    list.append(value);
}

void model::Metrics::record(const TokenUsage &usage, double cost, double latencySeconds,
                            double timestampSeconds)
{
    appendBounded(responseLatencies, Latency{usage.model, latencySeconds, usage.responseId});
    if (usage.promptTokens > 0 || usage.completionTokens > 0) {
        accumulatedTokenUsage.model = usage.model;
        accumulatedTokenUsage.promptTokens += usage.promptTokens;
        accumulatedTokenUsage.completionTokens += usage.completionTokens;
        accumulatedTokenUsage.cacheReadTokens += usage.cacheReadTokens;
        accumulatedTokenUsage.cacheWriteTokens += usage.cacheWriteTokens;
        accumulatedTokenUsage.reasoningTokens += usage.reasoningTokens;
        accumulatedTokenUsage.contextWindow = qMax(accumulatedTokenUsage.contextWindow,
                                                   usage.contextWindow);
        accumulatedTokenUsage.perTurnToken = usage.perTurnToken;
        appendBounded(tokenUsages, usage);
    }
    if (cost > 0) {
        accumulatedCost += cost;
        appendBounded(costs, Cost{usage.model, cost, timestampSeconds});
    }
}

QJsonObject model::Stats::snapshot() const
{
    QJsonObject byUsage;
    for (auto it = usageToMetrics.begin(); it != usageToMetrics.end(); ++it) {
        QJsonObject metrics = json::writeObject(it.value(), json::Nulls::Keep);
        for (const char *list : {"costs", "response_latencies", "token_usages"})
            metrics.remove(QLatin1StringView(list));
        byUsage.insert(it.key(), metrics);
    }
    return {{"usage_to_metrics", byUsage}};
}
