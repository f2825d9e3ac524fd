// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Machine.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>

/// Reads the signals that the loop has to know of.
class Signals
{
public:
    Signals(Loop &loop, Machine &machine, std::function<void()> end)
        : m_loop(loop)
    {
        sigset_t set;
        ::sigemptyset(&set);
        for (const int signal : {SIGCHLD, SIGTERM, SIGINT, SIGHUP})
            ::sigaddset(&set, signal);
        ::sigprocmask(SIG_BLOCK, &set, nullptr);
        m_fd.reset(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
        m_loop.watch(m_fd.get(), EPOLLIN, [this, &machine, end = std::move(end)](std::uint32_t) {
            signalfd_siginfo info{};
            while (::read(m_fd.get(), &info, sizeof(info)) == sizeof(info)) {
                if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT || hasLostParent(info))
                    end();
            }
            machine.reap();
        });
    }
    ~Signals() { m_loop.forget(m_fd.get()); }

private:
    // SIGHUP is what the kernel sends when the thread that started us ends. The process may live
    // on.
    bool hasLostParent(const signalfd_siginfo &info) const
    {
        return info.ssi_signo == SIGHUP && ::getppid() != m_parent;
    }

    Loop &m_loop;
    Fd m_fd;
    pid_t m_parent = ::getppid();
};
