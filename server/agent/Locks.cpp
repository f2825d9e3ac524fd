// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/Locks.h"

core::Task<> agent::Locks::take(QStringList keys, std::stop_token stop)
{
    while (
        std::ranges::any_of(keys, [this](const QString &key) { return m_taken.contains(key); })) {
        core::Deferred<bool> released;
        m_waiting.append(released);
        const std::stop_callback cancel(stop, [released] { released.resolve(false); });
        const bool again = co_await released;
        if (!again)
            co_return core::fail(core::Error::Kind::Cancelled, "Tool call cancelled by interrupt.");
    }
    for (const QString &key : std::as_const(keys))
        m_taken.insert(key);
    co_return {};
}

void agent::Locks::release(const QStringList &keys)
{
    for (const QString &key : keys)
        m_taken.remove(key);
    for (const core::Deferred<bool> &waiting : std::exchange(m_waiting, {}))
        waiting.resolve(true);
}
