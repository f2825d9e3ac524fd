// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoredBashJournal.h"

#include "core/Clock.h"
#include "core/Json.h"

using namespace composition;
using namespace std::chrono;

namespace {

constexpr int pruneEvery = 500;
constexpr qint64 keptEvents = 20'000;
constexpr hours keptFor{24 * 7};
constexpr int mostUnfinished = 1000;

} // namespace

StoredBashJournal::StoredBashJournal(store::BashEvents *events)
    : m_events(events)
{}

static microseconds now()
{
    return core::Clock::system().now();
}

static store::BashEventRow row(const QString &userId, const QJsonObject &event)
{
    const QString id = event.value("id").toString();
    return {.userId = userId,
            .id = id,
            .commandId = event.value("command_id").toString(id),
            .kind = event.value("kind").toString(),
            .ordinal = event.value("order").toInteger(),
            .timestamp =
                core::momentOf(event.value("timestamp").toString()).value_or(now()).count(),
            .body = json::text(event)};
}

static store::BashProgressRow row(const QString &userId, const workspace::BashProgress &progress)
{
    return {.userId = userId,
            .commandId = progress.commandId,
            .timestamp = now().count(),
            .nextOrdinal = progress.nextOrder,
            .outputBytes = progress.kept.output,
            .errorBytes = progress.kept.error,
            .hasEnded = progress.hasEnded};
}

core::Task<QList<workspace::BashRemnant>> StoredBashJournal::unfinished(microseconds moment)
{
    const auto rows = co_await m_events->running(now().count() - microseconds(keptFor).count(),
                                                 mostUnfinished);
    if (!rows)
        co_return std::unexpected(rows.error());
    QList<workspace::BashRemnant> remnants;
    for (const store::BashProgressRow &left : *rows) {
        if (left.timestamp >= moment.count())
            continue;
        const workspace::JobOffsets kept{left.outputBytes, left.errorBytes};
        const workspace::BashProgress progress{left.commandId, static_cast<int>(left.nextOrdinal),
                                               kept, false};
        remnants.append({left.userId, progress});
    }
    std::ranges::stable_sort(remnants, {}, &workspace::BashRemnant::userId);
    co_return remnants;
}

core::Task<> StoredBashJournal::append(QString userId, QList<QJsonObject> events,
                                       workspace::BashProgress progress)
{
    QList<store::BashEventRow> rows;
    for (const QJsonObject &event : std::as_const(events))
        rows.append(row(userId, event));
    // A process that ends early must not leave its events to nobody.
    const bool isFirst = m_sincePrune < 0;
    m_sincePrune = isFirst ? 0 : m_sincePrune + static_cast<int>(rows.size());
    const core::Result<> inserted = co_await m_events->insert(std::move(rows),
                                                              row(userId, progress));
    if (!inserted || (!isFirst && m_sincePrune < pruneEvery))
        co_return inserted;
    m_sincePrune = 0;
    store::BashEventRetention retention;
    retention.atMost = keptEvents;
    retention.notBefore = now().count() - microseconds(keptFor).count();
    const core::Result<qint64> pruned = co_await m_events->prune(retention);
    if (!pruned)
        co_return std::unexpected(pruned.error());
    co_return {};
}
