// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Backoff.h"

#include "core/Clock.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

static std::optional<double> secondsOf(const QByteArray &retryAfter)
{
    bool isNumber = false;
    const double seconds = retryAfter.toDouble(&isNumber);
    if (isNumber)
        return seconds >= 0 ? std::optional(seconds) : std::nullopt;
    const QDateTime date = QDateTime::fromString(QString::fromLatin1(retryAfter), Qt::RFC2822Date);
    if (!date.isValid())
        return {};
    const auto now = std::chrono::duration<double>(core::Clock::system().now());
    return qMax(0.0, static_cast<double>(date.toMSecsSinceEpoch()) / 1000 - now.count());
}

llm::Backoff::Backoff(const model::LlmConfig &settings)
    : m_attempts(qMax(1, settings.numRetries))
    , m_multiplier(settings.retryMultiplier)
    , m_shortest(qMax(0.0, settings.retryMinWait))
    , m_longest(qMax(m_shortest, settings.retryMaxWait))
{}

std::chrono::milliseconds llm::Backoff::waitAfter(int failedAttempts,
                                                  const QByteArray &retryAfter) const
{
    const double doubling = m_multiplier * std::exp2(qMin(failedAttempts, 30) - 1);
    double seconds = std::clamp(doubling, m_shortest, m_longest);
    if (const std::optional<double> asked = secondsOf(retryAfter))
        seconds = qMin(*asked, m_longest);
    return std::chrono::milliseconds(qRound64(seconds * 1000));
}
