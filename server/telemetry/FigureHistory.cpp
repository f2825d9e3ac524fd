// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/FigureHistory.h"

#include <QMap>

using namespace std::chrono;
using telemetry::FigureBucket;
using telemetry::FigureHistory;
using telemetry::FigurePoint;

void FigureBucket::add(const FigureBucket &other)
{
    requests += other.requests;
    refused += other.refused;
    requestSeconds += other.requestSeconds;
    requestTimes.resize(FigureHistory::bounds.size() + 1);
    for (qsizetype i = 0; i < qMin(requestTimes.size(), other.requestTimes.size()); ++i)
        requestTimes[i] += other.requestTimes[i];
    tokens += other.tokens;
    promptTokens += other.promptTokens;
    cachedTokens += other.cachedTokens;
    cost += other.cost;
    events += other.events;
    runs = qMax(runs, other.runs);
    processors += other.processors;
    memory = qMax(memory, other.memory);
    looks += other.looks;
}

static qsizetype timeOf(double seconds)
{
    const auto bound = std::ranges::lower_bound(FigureHistory::bounds, seconds);
    return bound - FigureHistory::bounds.begin();
}

/// The upper edge of where so many of 100 requests are; of those beyond every edge, the last one.
static double edgeMs(const FigureBucket &bucket, int share)
{
    qint64 quicker = 0;
    for (qsizetype i = 0; i < std::ssize(FigureHistory::bounds); ++i) {
        quicker += bucket.requestTimes.value(i);
        if (quicker * 100 >= bucket.requests * share)
            return FigureHistory::bounds[size_t(i)] * 1000;
    }
    return FigureHistory::bounds.back() * 1000;
}

static FigurePoint pointOf(minutes at, const FigureBucket &bucket)
{
    FigurePoint point;
    point.at = core::utcTimestamp(at);
    point.requests = bucket.requests;
    point.refused = bucket.refused;
    if (bucket.requests > 0) {
        point.meanMs = bucket.requestSeconds * 1000 / double(bucket.requests);
        point.medianMs = edgeMs(bucket, 50);
        point.slowMs = edgeMs(bucket, 95);
    }
    point.tokens = bucket.tokens;
    point.promptTokens = bucket.promptTokens;
    point.cachedTokens = bucket.cachedTokens;
    point.cost = bucket.cost;
    point.events = bucket.events;
    point.runs = bucket.runs;
    if (bucket.looks > 0)
        point.processors = bucket.processors / bucket.looks;
    point.memory = bucket.memory;
    return point;
}

FigureHistory::FigureHistory(store::Figures *figures, std::function<Look()> read,
                             const core::Clock *clock)
    : m_figures(figures)
    , m_read(std::move(read))
    , m_clock(clock)
    , m_minute(thisMinute())
{}

static FigureBucket bucketOf(const store::FigureRow &row)
{
    const QJsonValue body = QJsonDocument::fromJson(row.body).object();
    return json::read<FigureBucket>(body).value_or(FigureBucket());
}

/// The first minute of its hour.
static qint64 hourOf(qint64 minute)
{
    return minute / 60 * 60;
}

core::Task<> FigureHistory::load()
{
    const auto rows = co_await m_figures->from(hourOf(m_minute));
    if (!rows)
        co_return std::unexpected(rows.error());
    for (const store::FigureRow &row : *rows)
        (row.minute == m_minute ? m_bucket : m_hour).add(bucketOf(row));
    co_return {};
}

qint64 FigureHistory::thisMinute() const
{
    return floor<minutes>(m_clock->now()).count();
}

/// Of this minute; the one before is kept.
FigureBucket &FigureHistory::bucket()
{
    if (const qint64 now = thisMinute(); now != m_minute) {
        if (!m_bucket.isQuiet()) {
            core::spawn(keep(), "keeping the figures of a minute");
            m_hour.add(m_bucket);
        }
        if (hourOf(now) != hourOf(m_minute))
            m_hour = {};
        m_minute = now;
        m_bucket = {};
    }
    m_bucket.requestTimes.resize(bounds.size() + 1);
    return m_bucket;
}

FigureBucket FigureHistory::wholeHour() const
{
    FigureBucket hour = m_hour;
    hour.add(m_bucket);
    return hour;
}

core::Task<> FigureHistory::keep()
{
    const auto text = [](const FigureBucket &bucket) {
        return json::text(json::write(bucket).toObject());
    };
    return m_figures->keep({m_minute, text(m_bucket)}, {hourOf(m_minute), text(wholeHour())},
                           m_minute - longestByMinute.count(), m_minute - longest.count());
}

core::Task<> FigureHistory::flush()
{
    if (m_bucket.isQuiet())
        co_return {};
    co_return co_await keep();
}

void FigureHistory::count(const Request &request)
{
    FigureBucket &now = bucket();
    const double seconds = duration<double>(request.duration).count();
    ++now.requests;
    now.refused += request.status >= 400;
    now.requestSeconds += seconds;
    ++now.requestTimes[timeOf(seconds)];
}

void FigureHistory::count(const ModelCall &call)
{
    FigureBucket &now = bucket();
    now.tokens += call.promptTokens + call.completionTokens;
    now.promptTokens += call.promptTokens;
    now.cachedTokens += call.cachedTokens;
    now.cost += call.cost;
}

void FigureHistory::look()
{
    const Look seen = m_read();
    const nanoseconds at = m_clock->monotonic();
    FigureBucket now;
    now.runs = seen.runs;
    now.memory = seen.memory;
    now.events = seen.events - (m_before ? m_before->first.events : 0);
    if (m_before && at > m_before->second) {
        now.processors = (seen.serverSeconds - m_before->first.serverSeconds)
                             / duration<double>(at - m_before->second).count()
                         + seen.workspaceProcessors;
        now.looks = 1;
    }
    m_before = {seen, at};
    bucket().add(now);
}

core::Task<FigureHistory::Span> FigureHistory::last(minutes length)
{
    const minutes asked = std::clamp(length, minutes(1), longest);
    const bool isByHour = asked > longestByMinute;
    const qint64 unit = isByHour ? 60 : 1;
    const qint64 step = (asked.count() / unit + mostPoints - 1) / mostPoints * unit;
    const qint64 first = (thisMinute() - asked.count()) / step * step;
    core::Task<QList<store::FigureRow>> reading = isByHour ? m_figures->hoursFrom(first)
                                                           : m_figures->from(first);
    const auto rows = co_await reading;
    if (!rows)
        co_return std::unexpected(rows.error());
    // What is not over is not in the table yet, or not all of it.
    const qint64 current = isByHour ? hourOf(m_minute) : m_minute;
    const FigureBucket unfinished = isByHour ? wholeHour() : m_bucket;
    QMap<qint64, FigureBucket> buckets;
    for (const store::FigureRow &row : *rows) {
        if (row.minute != current)
            buckets[row.minute / step].add(bucketOf(row));
    }
    if (!unfinished.isQuiet())
        buckets[current / step].add(unfinished);
    Span span;
    span.step = minutes(step);
    for (auto each = buckets.cbegin(); each != buckets.cend(); ++each)
        span.points.append(pointOf(minutes(each.key() * step), each.value()));
    co_return span;
}

#include "moc_FigureHistory.cpp"
