// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Loop.h"

#include <deque>
#include <string>

/// Writes what is typed or piped into a child without ever blocking on it.
class Writer
{
public:
    using Written = std::function<void(std::size_t bytes)>;

    Writer(Loop &loop, Written written);
    ~Writer();
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    // The descriptor must be non-blocking, and nobody else may watch it: a terminal is duplicated.
    void open(int fd);
    void write(std::string bytes);
    void flush();
    void closeWhenWritten(std::function<void()> close);
    void abandon(); // throws away what waits; from now on everything written counts as gone

    std::size_t waiting() const { return m_waiting; }

private:
    Loop &m_loop;
    Written m_written;
    std::function<void()> m_close;
    int m_fd = -1;
    std::deque<std::string> m_queue;
    std::size_t m_offset = 0; // within the first
    std::size_t m_waiting = 0;
    bool m_isWatched = false;
};
