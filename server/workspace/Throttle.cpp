// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Throttle.h"

#include <algorithm>

namespace workspace {

static constexpr std::chrono::milliseconds refillTime{25};

Throttle::Throttle(qint64 rate, qint64 total)
    : m_rate(std::max<qint64>(rate, 1))
    , m_left(total)
    , m_tokens(m_rate)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Throttle::refilled);
}

qint64 Throttle::available(qint64 wanted)
{
    refill();
    const qint64 some = std::max<qint64>(std::min({wanted, m_tokens, m_left}), 0);
    if (some < wanted && !m_timer.isActive())
        m_timer.start(refillTime);
    return some;
}

void Throttle::spend(qint64 bytes)
{
    m_tokens -= bytes;
    m_left -= bytes;
}

// No more gathers than what a second brings.
void Throttle::refill()
{
    using namespace std::chrono;
    const auto now = Clock::now();
    const double passed = std::min(duration<double>(now - m_filled).count(), 1.0);
    const auto more = static_cast<qint64>(passed * static_cast<double>(m_rate));
    if (more == 0)
        return;
    m_tokens = std::min(m_tokens + more, m_rate);
    m_filled = now;
}

} // namespace workspace

#include "moc_Throttle.cpp"
