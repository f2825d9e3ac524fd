// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoredEgressDecisions.h"

#include "core/Clock.h"
#include "core/Json.h"

#include <QTimeZone>

using namespace composition;
using workspace::EgressEntry;

StoredEgressDecisions::StoredEgressDecisions(store::EgressDecisions *table)
    : m_table(table)
{}

static store::EgressDecisionRow rowOf(const EgressEntry &entry)
{
    const workspace::EgressDecision &decision = entry.decision;
    return {.userId = entry.userId,
            .id = entry.id,
            .workspaceId = entry.workspaceId,
            .at = decision.time.toMSecsSinceEpoch(),
            .host = decision.host,
            .port = decision.port,
            .address = decision.address,
            .isAllowed = decision.allowed,
            .acceptsWrites = entry.acceptsWrites,
            .reason = json::name(decision.reason),
            .bytesUp = decision.bytesUp,
            .bytesDown = decision.bytesDown};
}

static EgressEntry entryOf(const store::EgressDecisionRow &row)
{
    using workspace::EgressReason;
    EgressEntry entry;
    entry.id = row.id;
    entry.userId = row.userId;
    entry.workspaceId = row.workspaceId;
    entry.acceptsWrites = row.acceptsWrites;
    entry.decision.time = QDateTime::fromMSecsSinceEpoch(row.at, QTimeZone::UTC);
    entry.decision.host = row.host;
    entry.decision.port = row.port;
    entry.decision.address = row.address;
    entry.decision.allowed = row.isAllowed;
    entry.decision.reason =
        json::fromName<EgressReason>(row.reason).value_or(EgressReason::NotListed);
    entry.decision.bytesUp = row.bytesUp;
    entry.decision.bytesDown = row.bytesDown;
    return entry;
}

core::Task<> StoredEgressDecisions::keep(QList<EgressEntry> entries,
                                         QList<workspace::EgressBytes> bytes)
{
    using namespace std::chrono;
    QList<store::EgressDecisionRow> rows;
    for (const EgressEntry &entry : std::as_const(entries))
        rows.append(rowOf(entry));
    QList<store::EgressBytesRow> counts;
    for (const workspace::EgressBytes &each : std::as_const(bytes))
        counts.append({each.userId, each.id, each.up, each.down});
    const auto now = duration_cast<milliseconds>(core::Clock::system().now());
    const auto since = now - duration_cast<milliseconds>(workspace::EgressJournal::keptFor);
    return m_table->keep(rows, counts, workspace::EgressJournal::mostOfUser, since.count());
}

core::Task<QList<EgressEntry>> StoredEgressDecisions::find(workspace::EgressFilter filter)
{
    store::EgressSearch search;
    search.userId = filter.userId;
    search.workspaceId = filter.workspaceId;
    search.isAllowed = filter.allowed;
    search.after = filter.after;
    search.limit = filter.limit;
    const auto rows = co_await m_table->find(search);
    if (!rows)
        co_return std::unexpected(rows.error());
    QList<EgressEntry> entries;
    for (const store::EgressDecisionRow &row : *rows)
        entries.append(entryOf(row));
    co_return entries;
}

core::Task<> StoredEgressDecisions::removeOf(QString userId)
{
    return m_table->removeOf(std::move(userId));
}
