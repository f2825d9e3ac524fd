// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Loop.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>

using namespace std::chrono;

Loop::Loop()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{}

void Loop::watch(int fd, std::uint32_t events, Ready ready)
{
    forget(fd);
    m_watches[fd] = std::make_shared<Watch>(Watch{++m_generation, 0, std::move(ready)});
    setEvents(fd, events);
}

void Loop::setEvents(int fd, std::uint32_t events)
{
    const auto found = m_watches.find(fd);
    if (found == m_watches.end() || found->second->events == events)
        return;
    Watch &watch = *found->second;
    epoll_event event{};
    event.events = events;
    event.data.u64 = (static_cast<std::uint64_t>(watch.generation) << 32)
                     | static_cast<std::uint32_t>(fd);
    const int how = watch.events == 0 ? EPOLL_CTL_ADD : events == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD;
    ::epoll_ctl(m_epoll.get(), how, fd, &event);
    watch.events = events;
}

void Loop::forget(int fd)
{
    setEvents(fd, 0);
    m_watches.erase(fd);
}

Loop::TimerId Loop::after(milliseconds delay, Task task)
{
    const Moment moment = steady_clock::now() + delay;
    m_moments[++m_lastTimer] = moment;
    m_timers[{moment, m_lastTimer}] = std::move(task);
    return m_lastTimer;
}

void Loop::cancel(TimerId timer)
{
    const auto found = m_moments.find(timer);
    if (found == m_moments.end())
        return;
    m_timers.erase({found->second, timer});
    m_moments.erase(found);
}

void Loop::defer(Task task)
{
    m_deferred.push_back(std::move(task));
}

int Loop::run()
{
    std::array<epoll_event, 64> events;
    while (!m_quit) {
        const int count = ::epoll_wait(m_epoll.get(), events.data(), events.size(), waitTime());
        for (int i = 0; i < count && !m_quit; ++i) {
            const int fd = static_cast<int>(events[i].data.u64 & 0xffffffff);
            const auto found = m_watches.find(fd);
            // The descriptor may have been closed and reused earlier in this round.
            if (found == m_watches.end() || found->second->generation != events[i].data.u64 >> 32)
                continue;
            const std::shared_ptr<Watch> watch = found->second;
            if (watch->events != 0)
                watch->ready(events[i].events);
        }
        runTimers();
        runDeferred();
    }
    return m_exitCode;
}

void Loop::quit(int exitCode)
{
    m_quit = true;
    m_exitCode = exitCode;
}

int Loop::waitTime() const
{
    if (!m_deferred.empty())
        return 0;
    if (m_timers.empty())
        return -1;
    const auto left =
        ceil<milliseconds>(m_timers.begin()->first.first - steady_clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, 3'600'000));
}

void Loop::runTimers()
{
    const Moment now = steady_clock::now();
    while (!m_quit && !m_timers.empty() && m_timers.begin()->first.first <= now) {
        auto timer = m_timers.extract(m_timers.begin());
        m_moments.erase(timer.key().second);
        timer.mapped()();
    }
}

void Loop::runDeferred()
{
    std::vector<Task> tasks = std::exchange(m_deferred, {});
    for (Task &task : tasks) {
        if (!m_quit)
            task();
    }
}
