// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/EventFields.h"

#include <QDateTime>

namespace ui {

QByteArray fieldIn(const QByteArray &json, const char *name)
{
    const QByteArray mark = '"' + QByteArray(name) + "\":\"";
    const qsizetype at = json.lastIndexOf(mark);
    if (at < 0)
        return {};
    const qsizetype begin = at + mark.size();
    return json.mid(begin, json.indexOf('"', begin) - begin);
}

/// All of one log are in one zone, so none is looked up.
qint64 momentIn(const QByteArray &json)
{
    static constexpr qint64 dayLength = 24 * 3600 * 1000;
    const QString time = QString::fromLatin1(fieldIn(json, "timestamp"));
    const QTime clock = QTime::fromString(time.mid(11, 12), Qt::ISODateWithMs);
    return QDate::fromString(time.left(10), Qt::ISODate).toJulianDay() * dayLength
           + clock.msecsSinceStartOfDay();
}

} // namespace ui
