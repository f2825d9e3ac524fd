// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Client.h"

#include <QDateTime>
#include <QMap>

#include <optional>

namespace ui {

/// What GET /metrics says at one moment, as far as a person is shown it.
struct Figures
{
    double requests = 0; ///< since the server started, as everything that is counted
    double refused = 0; ///< of them, with a status from 400 on
    double requestSeconds = 0;
    QMap<double, double> requestBuckets; ///< requests that took at most so many seconds
    double runs = 0; ///< at work now
    double promptTokens = 0;
    double completionTokens = 0;
    double cachedTokens = 0; ///< of the prompts'
    double cost = 0; ///< US dollars
    double events = 0; ///< that conversations published
    double processorSeconds = 0; ///< of the server
    double memory = 0; ///< bytes of the server
    double workspaceProcessors = 0; ///< 1.5 is one and a half
    double workspaceMemory = 0; ///< bytes

    double tokens() const { return promptTokens + completionTokens; }
    static Figures read(const QByteArray &text);
};

/// What happened between two moments.
struct FigureStep
{
    double requestsPerMinute = 0;
    double meanMs = 0; ///< 0 when there was no request
    double medianMs = 0; ///< half of the requests were at least so fast
    double slowMs = 0; ///< 95 of 100 requests were at least so fast
    double refusedShare = 0;
    double processors = 0; ///< of the server and all workspaces
    double memory = 0; ///< bytes, of both
    double runs = 0;
    double promptsPerMinute = 0; ///< tokens, as the next two
    double completionsPerMinute = 0;
    double cachedPerMinute = 0;
    double costPerHour = 0; ///< US dollars
    double eventsPerSecond = 0;
    QDateTime at = {}; ///< when it was

    static FigureStep between(const Figures &before, const Figures &now, double seconds);
};

/// What the server kept of the last minutes to days.
struct FigureSpan
{
    QList<FigureStep> steps; ///< without gaps, the last is now
    double requests = 0; ///< in all of it, like what follows
    double refused = 0;
    double requestSeconds = 0;
    double slowMs = 0; ///< of the slowest step
    double tokens = 0;
    double cost = 0;

    /// An answer of GET /metrics/history about the last @p length, at @p now.
    static FigureSpan read(const QJsonValue &answer, std::chrono::minutes length,
                           const QDateTime &now);
};

/// How many requests there were in the last @p length for each one in as long a time before: 1.12
/// is 12 % more. @p answer: of GET /metrics/history about twice @p length. Nothing when the server
/// was not there for all of it, or had none before.
std::optional<double> growthOfRequests(const QJsonValue &answer, std::chrono::minutes length,
                                       const QDateTime &now);

} // namespace ui
