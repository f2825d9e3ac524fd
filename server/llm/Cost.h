// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Capabilities.h"
#include "model/Stats.h"

namespace llm {

/// What one answer cost in US dollars: by the settings' own prices when both are given, else what
/// the proxy says (@p reported, the header x-litellm-response-cost), else by published prices, else
/// 0.
double costOf(const model::TokenUsage &usage, const model::LlmConfig &settings,
              const Prices &prices, const QByteArray &reported);

} // namespace llm
