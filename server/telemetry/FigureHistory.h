// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Clock.h"
#include "core/Json.h"
#include "store/Figures.h"
#include "telemetry/Metrics.h"

#include <QObject>

namespace telemetry {

/// What happened in some time.
struct FigureBucket
{
    qint64 requests = 0;
    qint64 refused = 0; ///< of them, with a status from 400 on
    double requestSeconds = 0;
    QList<qint64> requestTimes; ///< how many were as quick as each of FigureHistory::bounds
    qint64 tokens = 0; ///< of prompts and answers
    qint64 promptTokens = 0;
    qint64 cachedTokens = 0; ///< of the prompts'
    double cost = 0; ///< US dollars
    qint64 events = 0; ///< that conversations published
    double runs = 0; ///< the most at a time
    double processors = 0; ///< the sum of all looks
    double memory = 0; ///< bytes, the most
    int looks = 0;

    static constexpr auto fields()
    {
        using Self = FigureBucket;
        return std::tuple{json::field("requests", &Self::requests),
                          json::field("refused", &Self::refused),
                          json::field("seconds", &Self::requestSeconds),
                          json::field("times", &Self::requestTimes),
                          json::field("tokens", &Self::tokens),
                          json::optional("prompt", &Self::promptTokens),
                          json::optional("cached", &Self::cachedTokens),
                          json::field("cost", &Self::cost),
                          json::optional("events", &Self::events),
                          json::field("runs", &Self::runs),
                          json::field("processors", &Self::processors),
                          json::field("memory", &Self::memory),
                          json::field("looks", &Self::looks)};
    }

    void add(const FigureBucket &other);
    bool isQuiet() const { return requests == 0 && tokens == 0 && events == 0 && runs == 0; }
};

/// A bucket as people are shown it.
struct FigurePoint
{
    QString at; ///< its beginning
    qint64 requests = 0;
    qint64 refused = 0;
    double meanMs = 0;
    double medianMs = 0; ///< half of them were at least so quick
    double slowMs = 0; ///< 95 of 100 were at least so quick
    qint64 tokens = 0;
    qint64 promptTokens = 0;
    qint64 cachedTokens = 0;
    double cost = 0;
    qint64 events = 0;
    double runs = 0;
    double processors = 0;
    double memory = 0;

    static constexpr auto fields()
    {
        using Self = FigurePoint;
        return std::tuple{json::field("at", &Self::at, "its beginning, UTC"),
                          json::field("requests", &Self::requests),
                          json::field("refused", &Self::refused, "with a status from 400 on"),
                          json::field("mean_ms", &Self::meanMs),
                          json::field("median_ms", &Self::medianMs, "of 50 in 100, at most"),
                          json::field("slow_ms", &Self::slowMs, "of 95 in 100, at most"),
                          json::field("tokens", &Self::tokens, "of prompts and answers"),
                          json::field("prompt_tokens", &Self::promptTokens),
                          json::field("cached_tokens", &Self::cachedTokens, "of the prompts'"),
                          json::field("cost", &Self::cost, "US dollars"),
                          json::field("events", &Self::events, "that conversations published"),
                          json::field("runs", &Self::runs, "the most at a time"),
                          json::field("processors", &Self::processors, "the mean"),
                          json::field("memory_bytes", &Self::memory, "the most")};
    }
};

/// Figures by the minute for the last days and by the hour for the last months, also over restarts.
/// Minutes in which nothing happened are not kept, so a server that rests writes nothing.
class FigureHistory : public QObject
{
    Q_OBJECT

public:
    /// What is looked at, of the server and all workspaces.
    struct Look
    {
        double runs = 0;
        double serverSeconds = 0; ///< of processors, since its start
        double workspaceProcessors = 0; ///< 1.5 is one and a half
        double memory = 0; ///< bytes
        qint64 events = 0; ///< that conversations published, since its start
    };

    static constexpr std::chrono::minutes longest = std::chrono::days(90);
    static constexpr std::chrono::minutes longestByMinute = std::chrono::days(7);
    static constexpr int mostPoints = 360;
    /// Seconds; the last is everything.
    static constexpr std::array bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                       0.25,  0.5,    1.0,   2.5,  5.0,   10.0};

    /// Everything given outlives it.
    FigureHistory(store::Figures *figures, std::function<Look()> read,
                  const core::Clock *clock = &core::Clock::system());

    /// Takes up what an earlier life of the server kept of this hour.
    core::Task<> load();
    void count(const Request &request);
    void count(const ModelCall &call);
    /// Now and then, several times a minute.
    void look();
    /// Keeps what the minute has brought so far.
    core::Task<> flush();

    struct Span
    {
        std::chrono::seconds step{60}; ///< of each point
        QList<FigurePoint> points; ///< in their order; none where nothing happened
    };
    /// The last @p length, in as few steps as mostPoints demands.
    core::Task<Span> last(std::chrono::minutes length);

private:
    qint64 thisMinute() const;
    FigureBucket &bucket();
    FigureBucket wholeHour() const;
    core::Task<> keep();

    store::Figures *m_figures;
    const std::function<Look()> m_read;
    const core::Clock *m_clock;
    qint64 m_minute = 0;
    FigureBucket m_bucket;
    FigureBucket m_hour; ///< of the minutes of this hour that are over
    std::optional<std::pair<Look, std::chrono::nanoseconds>> m_before; ///< and when
};

} // namespace telemetry
