// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

/// What was counted in one minute.
struct FigureRow
{
    qint64 minute = 0; ///< since 1970
    QByteArray body = {}; ///< JSON text
};

/// The table of figures by the minute.
class Figures
{
public:
    explicit Figures(Database *database);

    /// Adds @p row, or puts it in the place of the one of its minute, and forgets all minutes
    /// before @p first.
    core::Task<> keep(FigureRow row, qint64 first);
    /// From minute @p first on, in their order.
    core::Task<QList<FigureRow>> from(qint64 first);

private:
    Database *m_database;
};

} // namespace store
