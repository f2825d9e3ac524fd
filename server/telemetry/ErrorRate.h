// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <array>
#include <chrono>

namespace telemetry {

/// How many of the answers of the last five minutes were failures of the server.
class ErrorRate
{
public:
    struct Sum
    {
        qint64 answers = 0;
        qint64 failures = 0; ///< 5xx
        qint64 errors = 0; ///< 500: a fault of the server itself

        double percent() const
        {
            return answers == 0 ? 0 : 100.0 * double(failures) / double(answers);
        }
    };

    void add(std::chrono::nanoseconds now, int status)
    {
        Sum &sum = minuteOf(now);
        ++sum.answers;
        sum.failures += status >= 500 ? 1 : 0;
        sum.errors += status == 500 ? 1 : 0;
    }

    Sum sum(std::chrono::nanoseconds now)
    {
        minuteOf(now);
        Sum all;
        for (const Sum &each : m_minutes) {
            all.answers += each.answers;
            all.failures += each.failures;
            all.errors += each.errors;
        }
        return all;
    }

private:
    static constexpr qint64 minutes = 5;

    Sum &minuteOf(std::chrono::nanoseconds now)
    {
        const qint64 minute = std::chrono::floor<std::chrono::minutes>(now).count();
        // What was not written to meanwhile is of earlier minutes.
        for (qint64 gone = m_minute + 1; gone <= minute && gone <= m_minute + minutes; ++gone)
            m_minutes[static_cast<size_t>(gone % minutes)] = {};
        if (minute > m_minute + minutes)
            m_minutes = {};
        m_minute = minute;
        return m_minutes[static_cast<size_t>(minute % minutes)];
    }

    std::array<Sum, minutes> m_minutes{};
    qint64 m_minute = 0;
};

} // namespace telemetry
