// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Agent.h"

#include <chrono>

namespace llm {

/// How often a model is asked again, with how long a wait before each time.
class Backoff
{
public:
    explicit Backoff(const model::LlmConfig &settings);

    int attempts() const { return m_attempts; } ///< in all, at least one
    /// The wait after @p failedAttempts (at least 1). @p retryAfter is the provider's header of
    /// that name, in seconds or as a date; it is honoured up to the longest wait of the settings.
    std::chrono::milliseconds waitAfter(int failedAttempts, const QByteArray &retryAfter) const;

private:
    int m_attempts;
    double m_multiplier;
    double m_shortest;
    double m_longest;
};

} // namespace llm
