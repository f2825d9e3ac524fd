// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace core {

/// The time of day and the time that passes, replaceable in tests.
class Clock
{
public:
    virtual ~Clock() = default;

    /// Microseconds since 1970 in UTC.
    virtual std::chrono::microseconds now() const;
    /// A time that never goes back, for durations.
    virtual std::chrono::nanoseconds monotonic() const;

    /// The real clock.
    static const Clock &system();
};

/// "2026-11-22T05:59:47.111065": the server's local time without a zone, as events bear it.
QString localTimestamp(std::chrono::microseconds sinceEpoch);

/// "2026-11-22T05:59:45.571387Z", as conversations and bash events bear it.
QString utcTimestamp(std::chrono::microseconds sinceEpoch);

/// The moment that an ISO 8601 time means, to the microsecond; a time without zone is one of UTC.
std::optional<std::chrono::microseconds> momentOf(const QString &text);

} // namespace core
