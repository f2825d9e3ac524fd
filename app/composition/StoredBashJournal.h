// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/BashEvents.h"
#include "workspace/BashService.h"

namespace composition {

/// Keeps the events of the bash side channel in the database, a bounded number of them.
class StoredBashJournal : public workspace::BashJournal
{
public:
    explicit StoredBashJournal(store::BashEvents *events);

    core::Task<> append(QString userId, QList<QJsonObject> events,
                        workspace::BashProgress progress) override;
    core::Task<QList<workspace::BashRemnant>> unfinished(std::chrono::microseconds moment) override;

private:
    store::BashEvents *m_events;
    int m_sincePrune = -1; ///< events; below 0 before the first
};

} // namespace composition
