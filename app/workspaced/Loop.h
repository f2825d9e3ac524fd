// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Fd.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

/// The event loop: descriptors, timers, and work put off until the current round is over.
class Loop
{
public:
    using Task = std::function<void()>;
    using Ready = std::function<void(std::uint32_t events)>; // EPOLLIN, EPOLLOUT, EPOLLHUP,
                                                             // EPOLLERR
    using TimerId = std::uint64_t; // never 0

    Loop();

    void watch(int fd, std::uint32_t events, Ready ready);
    // 0 takes the descriptor out of the poll set altogether: epoll reports a hang-up even when
    // nobody asks.
    void setEvents(int fd, std::uint32_t events);
    void forget(int fd);

    TimerId after(std::chrono::milliseconds delay, Task task);
    void cancel(TimerId timer);
    void defer(Task task);

    int run(); // until quit()
    void quit(int exitCode);

private:
    struct Watch
    {
        std::uint32_t generation;
        std::uint32_t events = 0;
        Ready ready;
    };
    using Moment = std::chrono::steady_clock::time_point;

    int waitTime() const;
    void runTimers();
    void runDeferred();

    Fd m_epoll;
    std::map<int, std::shared_ptr<Watch>> m_watches;
    std::map<std::pair<Moment, TimerId>, Task> m_timers;
    std::map<TimerId, Moment> m_moments;
    std::vector<Task> m_deferred;
    std::uint32_t m_generation = 0;
    TimerId m_lastTimer = 0;
    bool m_quit = false;
    int m_exitCode = 0;
};
