// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Agent.h"

namespace llm {

/// US dollars per million tokens. What is not known is absent.
struct Prices
{
    std::optional<double> input;
    std::optional<double> cachedInput;
    std::optional<double> cacheWrite;
    std::optional<double> output;
};

/// What a model can do and how much it takes, for settings in force: the settings' own
/// capability_overrides win, then the table of known models, then what its name tells.
struct Capabilities
{
    qint64 contextWindow = 0; ///< tokens of input; 0 when unknown
    qint64 maxOutput = 0;     ///< tokens of one answer; 0 when unknown, then no limit is sent
    bool vision = false;
    bool reasoningEffort = false;
    bool manualThinking = false; ///< thinks within a budget that the request gives
    std::optional<bool> samplingParameters;
    bool promptCache = false; ///< takes markers that say what to cache
    bool promptCacheRetention = false;
    bool stringContent = false;
    bool resendReasoning = false; ///< wants its earlier reasoning_content back
    bool responsesApi = false;
    Prices prices;
};

Capabilities capabilitiesOf(const model::LlmConfig &settings);

} // namespace llm
