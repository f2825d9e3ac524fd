// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Options.h"

#include <QCache>

namespace api {

/// Token buckets, one for each name, and as many as fit: the one that was unused for longest is
/// forgotten first.
class RateLimits
{
public:
    explicit RateLimits(Rate rate, qsizetype most = 10'000);

    struct Verdict
    {
        std::chrono::milliseconds wait{}; ///< before the request may go on
        bool isRefused = false; ///< it would have to wait for too long, and is not counted
        int remaining = 0;
        std::chrono::seconds untilFull{};
    };

    /// Counts a request of @p name at the moment @p now.
    Verdict take(const QString &name, std::chrono::nanoseconds now);
    /// How many requests @p name may make at once.
    int remaining(const QString &name, std::chrono::nanoseconds now) const;
    const Rate &rate() const { return m_rate; }

private:
    struct Bucket
    {
        double tokens = 0; ///< below zero for what waits
        std::chrono::nanoseconds at{};
    };

    double tokensOf(const Bucket &bucket, std::chrono::nanoseconds now) const;

    const Rate m_rate;
    QCache<QString, Bucket> m_buckets;
};

} // namespace api
