// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Cost.h"

static double byPublishedPrices(const model::TokenUsage &usage, const llm::Prices &prices)
{
    if (!prices.input || !prices.output)
        return 0;
    const qint64 plain = qMax<qint64>(0, usage.promptTokens - usage.cacheReadTokens
                                             - usage.cacheWriteTokens);
    const double dollars =
        static_cast<double>(plain) * *prices.input
        + static_cast<double>(usage.cacheReadTokens) * prices.cachedInput.value_or(*prices.input)
        + static_cast<double>(usage.cacheWriteTokens) * prices.cacheWrite.value_or(*prices.input)
        + static_cast<double>(usage.completionTokens) * *prices.output;
    return dollars / 1'000'000;
}

double llm::costOf(const model::TokenUsage &usage, const model::LlmConfig &settings,
                   const Prices &prices, const QByteArray &reported)
{
    if (settings.inputCostPerToken && settings.outputCostPerToken)
        return static_cast<double>(usage.promptTokens) * *settings.inputCostPerToken
               + static_cast<double>(usage.completionTokens) * *settings.outputCostPerToken;
    bool isNumber = false;
    const double stated = reported.toDouble(&isNumber);
    return isNumber && stated >= 0 ? stated : byPublishedPrices(usage, prices);
}
