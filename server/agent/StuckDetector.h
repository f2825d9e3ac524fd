// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/Trace.h"
#include "core/Json.h"

#include <QList>

#include <optional>

namespace agent {

/// How often something may repeat before the agent counts as stuck.
struct StuckThresholds
{
    int actionObservation = 4;
    int actionError = 3;
    int monologue = 3;
    int alternatingPattern = 6;

    static constexpr auto fields()
    {
        return std::tuple{json::optional("action_observation", &StuckThresholds::actionObservation),
                          json::optional("action_error", &StuckThresholds::actionError),
                          json::optional("monologue", &StuckThresholds::monologue),
                          json::optional("alternating_pattern",
                                         &StuckThresholds::alternatingPattern)};
    }
};

/// Recognises an agent that goes round in circles, from what happened since the user's last
/// message.
class StuckDetector
{
public:
    explicit StuckDetector(StuckThresholds thresholds)
        : m_thresholds(thresholds)
    {}

    bool isStuck(const QList<Trace> &traces) const;
    /// What to tell an agent that has just failed the same call for the third time, once.
    std::optional<QString> nudge(const QList<Trace> &traces) const;

private:
    bool repeatsActionAndResult(const QList<Trace> &actions, const QList<Trace> &results) const;
    int errorStreak(const QList<Trace> &actions, const QList<Trace> &results) const;
    bool talksToItself(const QList<Trace> &traces) const;
    bool alternates(const QList<Trace> &actions, const QList<Trace> &results) const;

    StuckThresholds m_thresholds;
};

} // namespace agent
