// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Axis.h"

#include <QLocale>

#include <cmath>

namespace ui {

static constexpr qint64 day = 86400;

double scaleStep(double most)
{
    const double rough = most / 4;
    if (!(rough > 0))
        return 1;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double times : {1.0, 2.0, 5.0}) {
        if (rough <= times * power * 1.0001)
            return times * power;
    }
    return 10 * power;
}

static QString wordsOfMark(const QDateTime &local, qint64 step)
{
    if (step >= day)
        return QLocale().toString(local.date(), "d MMM");
    return local.toString(step < 60 ? "HH:mm:ss" : "HH:mm");
}

/// Seconds by the clock on the wall.
static qint64 wallSeconds(const QDateTime &time)
{
    const QDateTime local = time.toLocalTime();
    return local.toSecsSinceEpoch() + local.offsetFromUtc();
}

QList<TimeMark> timeMarks(const QList<QDateTime> &times, int most)
{
    static constexpr qint64 steps[] = {10,       30,       60,       120,       300,
                                       600,      900,      1800,     3600,      2 * 3600,
                                       3 * 3600, 4 * 3600, 6 * 3600, 12 * 3600, day,
                                       2 * day,  7 * day,  14 * day, 30 * day};
    if (times.size() < 2 || most < 1)
        return {};
    const qint64 length = times.first().secsTo(times.last());
    const auto fits = [&](qint64 step) { return length / step < most; };
    const auto *found = std::ranges::find_if(steps, fits);
    const qint64 step = found == std::end(steps) ? 365 * day : *found;
    QList<TimeMark> marks;
    for (qsizetype index = 1; index < times.size(); ++index) {
        const qint64 now = wallSeconds(times[index]);
        const qint64 mark = now / step * step;
        if (mark > wallSeconds(times[index - 1]))
            marks.append(
                {index, wordsOfMark(times[index].addSecs(mark - now).toLocalTime(), step)});
    }
    return marks;
}

} // namespace ui
