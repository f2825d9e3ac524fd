// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"

namespace model {

/// What somebody may use of models in a day and in a month, both of UTC; what is absent is not
/// bounded.
struct Budget
{
    std::optional<double> costPerDay = {};   ///< US dollars
    std::optional<double> costPerMonth = {}; ///< US dollars
    std::optional<qint64> tokensPerDay = {};
    std::optional<qint64> tokensPerMonth = {};

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::field("cost_per_day", &Budget::costPerDay, "US dollars"),
                          json::field("cost_per_month", &Budget::costPerMonth, "US dollars"),
                          json::field("tokens_per_day", &Budget::tokensPerDay,
                                      "of prompts and answers"),
                          json::field("tokens_per_month", &Budget::tokensPerMonth,
                                      "of prompts and answers")};
    }
};

/// @p upper where it says something, @p lower elsewhere.
inline Budget merged(const Budget &lower, const Budget &upper)
{
    const auto either = [](const auto &first, const auto &second) {
        return first ? first : second;
    };
    return {either(upper.costPerDay, lower.costPerDay),
            either(upper.costPerMonth, lower.costPerMonth),
            either(upper.tokensPerDay, lower.tokensPerDay),
            either(upper.tokensPerMonth, lower.tokensPerMonth)};
}

/// The highest amount that a budget can name.
constexpr double highestCost = 1e9;
constexpr qint64 highestTokens = 1'000'000'000'000'000;

constexpr qint64 highestOf(double)
{
    return qint64(highestCost);
}
constexpr qint64 highestOf(qint64)
{
    return highestTokens;
}

/// Whether a budget can name it.
constexpr bool isAmount(double cost)
{
    return cost >= 0 && cost <= highestCost;
}
constexpr bool isAmount(qint64 tokens)
{
    return tokens >= 0 && tokens <= highestTokens;
}

/// What was used of models.
struct Spent
{
    double cost = 0; ///< US dollars
    qint64 tokens = 0;

    void add(const Spent &more)
    {
        cost += more.cost;
        tokens += more.tokens;
    }

    static constexpr auto fields()
    {
        return std::tuple{json::field("cost", &Spent::cost, "US dollars"),
                          json::field("tokens", &Spent::tokens)};
    }
};

/// What was used in this day and in this month.
struct SpentTotals
{
    Spent today;
    Spent month;

    static constexpr auto fields()
    {
        return std::tuple{json::field("today", &SpentTotals::today, "of UTC"),
                          json::field("month", &SpentTotals::month)};
    }
};

} // namespace model
