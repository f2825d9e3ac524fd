// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Client.h"

#include <QPointer>
#include <QStringList>

namespace ui {

/// Which conversations were paused because somebody quit: kept in a file beside what the server
/// keeps, until the next start lets them go on.
class PausedRuns
{
public:
    /// @p folder: an empty one keeps nothing.
    explicit PausedRuns(const QString &folder);

    core::Result<> keep(const QStringList &ids) const;
    /// What was kept, and no longer is: nothing goes on twice.
    QStringList take() const;

private:
    QString m_file;
};

/// Pauses conversations of a server and keeps which of them were paused.
core::Task<> pauseRuns(QPointer<Client> client, PausedRuns runs, QStringList ids);
/// Lets those go on that still are paused; returns how many.
core::Task<int> resumeRuns(QPointer<Client> client, PausedRuns runs);

} // namespace ui
