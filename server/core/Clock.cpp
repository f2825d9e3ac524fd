// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Clock.h"

#include <QDateTime>
#include <QTimeZone>

using namespace std::chrono;

microseconds core::Clock::now() const
{
    return duration_cast<microseconds>(system_clock::now().time_since_epoch());
}

nanoseconds core::Clock::monotonic() const
{
    return steady_clock::now().time_since_epoch();
}

const core::Clock &core::Clock::system()
{
    static const Clock clock;
    return clock;
}

static QString withMicroseconds(const QDateTime &time, microseconds sinceEpoch)
{
    return time.toString("yyyy-MM-ddTHH:mm:ss.")
           + QString::number(sinceEpoch.count() % 1'000'000).rightJustified(6, '0');
}

QString core::localTimestamp(microseconds sinceEpoch)
{
    return withMicroseconds(QDateTime::fromMSecsSinceEpoch(sinceEpoch.count() / 1000), sinceEpoch);
}

QString core::utcTimestamp(microseconds sinceEpoch)
{
    return withMicroseconds(QDateTime::fromMSecsSinceEpoch(sinceEpoch.count() / 1000,
                                                           QTimeZone::UTC),
                            sinceEpoch)
           + 'Z';
}
