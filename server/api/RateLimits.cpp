// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/RateLimits.h"

#include <cmath>

using namespace api;
using std::chrono::duration;
using std::chrono::nanoseconds;

RateLimits::RateLimits(Rate rate, qsizetype most)
    : m_rate(rate)
    , m_buckets(most)
{}

double RateLimits::tokensOf(const Bucket &bucket, nanoseconds now) const
{
    const double gained = duration<double>(now - bucket.at).count() * m_rate.perSecond;
    return qMin<double>(m_rate.burst, bucket.tokens + gained);
}

RateLimits::Verdict RateLimits::take(const QString &name, nanoseconds now)
{
    Bucket *bucket = m_buckets.object(name);
    if (!bucket) {
        bucket = new Bucket{static_cast<double>(m_rate.burst), now};
        m_buckets.insert(name, bucket);
    }
    bucket->tokens = tokensOf(*bucket, now);
    bucket->at = now;
    Verdict verdict;
    const double longest = m_rate.perSecond * duration<double>(m_rate.patience).count();
    verdict.isRefused = bucket->tokens - 1 < -longest;
    if (!verdict.isRefused)
        bucket->tokens -= 1;
    if (bucket->tokens < 0)
        verdict.wait = std::chrono::milliseconds(
            std::lround(std::ceil(-bucket->tokens / m_rate.perSecond * 1000)));
    verdict.remaining = qMax(0, static_cast<int>(bucket->tokens));
    verdict.untilFull = std::chrono::seconds(
        std::lround(std::ceil((m_rate.burst - bucket->tokens) / m_rate.perSecond)));
    return verdict;
}

int RateLimits::remaining(const QString &name, nanoseconds now) const
{
    const Bucket *bucket = m_buckets.object(name);
    return bucket ? qMax(0, static_cast<int>(tokensOf(*bucket, now))) : m_rate.burst;
}
