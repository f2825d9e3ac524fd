// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Clock.h"

#include <QDateTime>
#include <QRegularExpression>
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

std::optional<microseconds> core::momentOf(const QString &text)
{
    // QDateTime knows milliseconds only.
    static const QRegularExpression parts(R"(^([^.]*)(?:\.(\d{1,9}))?([^.]*)$)");
    const QRegularExpressionMatch match = parts.match(text);
    QDateTime time = QDateTime::fromString(match.captured(1) + match.captured(3), Qt::ISODate);
    if (!time.isValid())
        return {};
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeZone(QTimeZone::UTC);
    const qint64 fraction = match.captured(2).leftJustified(6, '0', true).toLongLong();
    return microseconds(time.toMSecsSinceEpoch() * 1000 + fraction);
}
