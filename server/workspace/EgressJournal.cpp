// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/EgressJournal.h"

#include "core/Clock.h"

#include <QPointer>

#include <algorithm>

namespace workspace {

EgressJournal::EgressJournal(EgressDecisionStore *store)
    : m_store(store)
    , m_lastId(core::Clock::system().now().count())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this,
            [this] { core::spawn(flush(), "keeping decisions about hosts"); });
}

void EgressJournal::awaitFlush()
{
    if (!m_timer.isActive())
        m_timer.start(pause);
}

qint64 EgressJournal::add(EgressEntry entry)
{
    entry.id = ++m_lastId;
    if (m_entries.size() == mostWaiting)
        m_entries.removeFirst();
    m_entries.append(entry);
    awaitFlush();
    emit added(entry);
    return entry.id;
}

void EgressJournal::setBytes(const QString &userId, qint64 id, qint64 up, qint64 down)
{
    const auto waiting = std::ranges::lower_bound(m_entries, id, {}, &EgressEntry::id);
    if (waiting != m_entries.end() && waiting->id == id) {
        waiting->decision.bytesUp = up;
        waiting->decision.bytesDown = down;
        return;
    }
    if (m_bytes.size() == mostWaiting)
        m_bytes.removeFirst();
    m_bytes.append({userId, id, up, down});
    awaitFlush();
}

core::Task<> EgressJournal::flush()
{
    // What is under way is done first.
    if (m_entries.isEmpty() && m_bytes.isEmpty() && m_flushes == 0)
        co_return {};
    m_timer.stop();
    const QPointer self(this);
    const QList<EgressEntry> entries = std::exchange(m_entries, {});
    const QList<EgressBytes> bytes = std::exchange(m_bytes, {});
    ++m_flushes;
    const core::Result<> kept = co_await m_store->keep(entries, bytes);
    if (self)
        --self->m_flushes;
    co_return kept;
}

core::Task<QList<EgressEntry>> EgressJournal::find(EgressFilter filter)
{
    EgressDecisionStore *const store = m_store;
    const core::Result<> kept = co_await flush();
    if (!kept)
        co_return std::unexpected(kept.error());
    co_return co_await store->find(filter);
}

core::Task<> EgressJournal::removeOf(QString userId)
{
    m_entries.removeIf([&userId](const EgressEntry &entry) { return entry.userId == userId; });
    return m_store->removeOf(std::move(userId));
}

} // namespace workspace

#include "moc_EgressJournal.cpp"
