// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/StuckDetector.h"

using agent::Trace;

/// The traces that @p predicate wants, newest first.
template<typename Predicate>
static QList<Trace> newestFirst(const QList<Trace> &traces, Predicate predicate)
{
    QList<Trace> found;
    for (auto it = traces.crbegin(); it != traces.crend(); ++it) {
        if (predicate(*it))
            found.append(*it);
    }
    return found;
}

static QList<Trace> actionsOf(const QList<Trace> &traces)
{
    return newestFirst(traces, [](const Trace &each) { return each.type == Trace::Type::Action; });
}

static QList<Trace> resultsOf(const QList<Trace> &traces)
{
    return newestFirst(traces, [](const Trace &each) { return each.isResult(); });
}

static bool allEqualToFirst(const QList<Trace> &traces, int count)
{
    if (traces.size() < count)
        return false;
    return std::all_of(traces.begin(), traces.begin() + count, [&](const Trace &each) {
        return each.type == traces.first().type && each.fingerprint == traces.first().fingerprint;
    });
}

bool agent::StuckDetector::isStuck(const QList<Trace> &traces) const
{
    const int fewest = std::min(
        {m_thresholds.actionObservation, m_thresholds.actionError, m_thresholds.monologue});
    if (traces.size() < fewest)
        return false;
    const QList<Trace> actions = actionsOf(traces);
    const QList<Trace> results = resultsOf(traces);
    return repeatsActionAndResult(actions, results)
           || errorStreak(actions, results) > m_thresholds.actionError || talksToItself(traces)
           || alternates(actions, results);
}

std::optional<QString> agent::StuckDetector::nudge(const QList<Trace> &traces) const
{
    const QList<Trace> results = resultsOf(traces);
    if (errorStreak(actionsOf(traces), results) != m_thresholds.actionError)
        return {};
    if (traces.last().type == Trace::Type::EnvironmentMessage)
        return {};
    return QString(
               "The tool '%1' has now failed %2 times in a row with the same call. The error was: "
               "%3\n"
               "Do not repeat the call unchanged: correct its arguments or take another approach.")
        .arg(results.first().toolName)
        .arg(m_thresholds.actionError)
        .arg(results.first().text);
}

bool agent::StuckDetector::repeatsActionAndResult(const QList<Trace> &actions,
                                                  const QList<Trace> &results) const
{
    return allEqualToFirst(actions, m_thresholds.actionObservation)
           && allEqualToFirst(results, m_thresholds.actionObservation);
}

int agent::StuckDetector::errorStreak(const QList<Trace> &actions,
                                      const QList<Trace> &results) const
{
    int streak = 0;
    for (qsizetype index = 0; index < std::min(actions.size(), results.size()); ++index) {
        const bool sameAction = actions.at(index).fingerprint == actions.first().fingerprint;
        if (!sameAction || results.at(index).type != Trace::Type::Error)
            break;
        ++streak;
    }
    return streak;
}

bool agent::StuckDetector::talksToItself(const QList<Trace> &traces) const
{
    int messages = 0;
    for (auto it = traces.crbegin(); it != traces.crend(); ++it) {
        if (it->type == Trace::Type::EnvironmentMessage)
            continue;
        if (it->type != Trace::Type::AgentMessage)
            break;
        ++messages;
    }
    return messages >= m_thresholds.monologue;
}

bool agent::StuckDetector::alternates(const QList<Trace> &actions,
                                      const QList<Trace> &results) const
{
    const int length = m_thresholds.alternatingPattern;
    if (actions.size() < length || results.size() < length)
        return false;
    for (int index = 0; index + 2 < length; ++index) {
        if (actions.at(index).fingerprint != actions.at(index + 2).fingerprint
            || results.at(index).fingerprint != results.at(index + 2).fingerprint)
            return false;
    }
    return true;
}
