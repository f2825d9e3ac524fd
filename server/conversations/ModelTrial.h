// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Models.h"

namespace conversations {

/// What came of a model that was asked whether it answers.
struct ModelTrial
{
    QString reply;
    qint64 milliseconds = 0; ///< until the answer was there
    std::optional<qint64> contextWindow; ///< tokens; nothing when it is not known

    static constexpr auto fields()
    {
        return std::tuple{json::field("reply", &ModelTrial::reply, "what the model said"),
                          json::field("milliseconds", &ModelTrial::milliseconds),
                          json::field("context_window", &ModelTrial::contextWindow,
                                      "tokens that it reads at once; null when unknown")};
    }
};

/// Asks a model one short thing, once and for half a minute at most, so that a wrong key or address
/// is found before an agent needs it. Upstream with the provider's words; Invalid when the settings
/// themselves stand in the way; Timeout; Cancelled.
core::Task<ModelTrial> tryModel(llm::Models *models, model::LlmConfig settings,
                                llm::Standing standing, std::stop_token stop);

} // namespace conversations
