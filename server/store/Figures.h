// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

/// What was counted in one minute, or in one hour.
struct FigureRow
{
    qint64 minute = 0; ///< since 1970; the first of an hour
    QByteArray body = {}; ///< JSON text
};

/// The tables of figures by the minute, and by the hour for longer.
class Figures
{
public:
    explicit Figures(Database *database);

    /// Adds @p minute and @p hour, or puts them in the place of those of their time, and forgets
    /// all minutes before @p firstMinute and all hours before @p firstHour.
    core::Task<> keep(FigureRow minute, FigureRow hour, qint64 firstMinute, qint64 firstHour);
    /// From minute @p first on, in their order.
    core::Task<QList<FigureRow>> from(qint64 first);
    /// The hours that begin with minute @p first or later, in their order.
    core::Task<QList<FigureRow>> hoursFrom(qint64 first);

private:
    Database *m_database;
};

} // namespace store
