// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include <chrono>

namespace workspace {

/// Bounds how many bytes a second, and how many in all, the connections of one workspace carry.
class Throttle : public QObject
{
    Q_OBJECT

public:
    using Clock = std::chrono::steady_clock;

    /// @p rate in bytes a second, @p total in bytes.
    Throttle(qint64 rate, qint64 total);

    bool isUsedUp() const { return m_left <= 0; }
    /// At most @p wanted; when it is less, refilled() follows.
    qint64 available(qint64 wanted);
    void spend(qint64 bytes);

signals:
    void refilled();

private:
    void refill();

    const qint64 m_rate;
    qint64 m_left;
    qint64 m_tokens;
    Clock::time_point m_filled = Clock::now();
    QTimer m_timer;
};

} // namespace workspace
