// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Signals.h"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace headless;

namespace {

int s_pipe[2] = {-1, -1};

void handle(int)
{
    const char byte = 0;
    // Nothing useful can be done in a signal handler when the pipe is full: one byte is in it
    // already.
    [[maybe_unused]] const ssize_t written = ::write(s_pipe[1], &byte, 1);
}

int openPipe()
{
    return ::pipe2(s_pipe, O_CLOEXEC | O_NONBLOCK) == 0 ? s_pipe[0] : -1;
}

} // namespace

Signals::Signals(std::initializer_list<int> numbers)
    : m_notifier(openPipe(), QSocketNotifier::Read)
{
    for (const int number : numbers)
        std::signal(number, handle);
    connect(&m_notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        while (::read(s_pipe[0], &byte, 1) > 0) {
        }
        emit received();
    });
}

Signals::~Signals()
{
    m_notifier.setEnabled(false);
    ::close(std::exchange(s_pipe[1], -1));
    ::close(std::exchange(s_pipe[0], -1));
}

#include "moc_Signals.cpp"
