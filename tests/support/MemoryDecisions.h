// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/EgressJournal.h"

#include <algorithm>

/// Decisions about hosts that are kept as long as the test lives.
class MemoryDecisions : public workspace::EgressDecisionStore
{
public:
    core::Task<> keep(QList<workspace::EgressEntry> added,
                      QList<workspace::EgressBytes> bytes) override
    {
        ++writes;
        entries += added;
        for (const workspace::EgressBytes &each : std::as_const(bytes)) {
            for (workspace::EgressEntry &entry : entries) {
                if (entry.userId == each.userId && entry.id == each.id)
                    entry.decision.bytesDown = each.down;
            }
        }
        co_return {};
    }
    core::Task<QList<workspace::EgressEntry>> find(workspace::EgressFilter filter) override
    {
        QList<workspace::EgressEntry> found;
        std::ranges::copy_if(entries, std::back_inserter(found),
                             [&filter](const workspace::EgressEntry &entry) {
            return entry.userId == filter.userId;
        });
        co_return found;
    }
    core::Task<> removeOf(QString userId) override
    {
        entries.removeIf(
            [&userId](const workspace::EgressEntry &entry) { return entry.userId == userId; });
        co_return {};
    }

    QList<workspace::EgressEntry> entries;
    int writes = 0;
};
