// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Writer.h"

#include <sys/epoll.h>

#include <cerrno>

Writer::Writer(Loop &loop, Written written)
    : m_loop(loop)
    , m_written(std::move(written))
{}

Writer::~Writer()
{
    if (m_isWatched)
        m_loop.forget(m_fd);
}

void Writer::open(int fd)
{
    m_fd = fd;
}

void Writer::write(std::string bytes)
{
    if (bytes.empty())
        return;
    if (m_fd < 0) {
        m_written(bytes.size());
        return;
    }
    m_waiting += bytes.size();
    m_queue.push_back(std::move(bytes));
    flush();
}

void Writer::flush()
{
    std::size_t total = 0;
    while (!m_queue.empty()) {
        const std::string &front = m_queue.front();
        const ssize_t done = ::write(m_fd, front.data() + m_offset, front.size() - m_offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0 && errno == EAGAIN)
            break;
        if (done < 0) {
            // Nobody will read it any more. What was written before counts as gone with the rest.
            abandon();
            return;
        }
        total += static_cast<std::size_t>(done);
        m_offset += static_cast<std::size_t>(done);
        if (m_offset == front.size()) {
            m_queue.pop_front();
            m_offset = 0;
        }
    }
    m_waiting -= total;
    if (m_queue.empty() && m_isWatched) {
        m_loop.forget(m_fd);
        m_isWatched = false;
    } else if (!m_queue.empty() && !m_isWatched) {
        m_loop.watch(m_fd, EPOLLOUT, [this](std::uint32_t) { flush(); });
        m_isWatched = true;
    }
    if (m_queue.empty() && m_close) {
        m_fd = -1;
        std::exchange(m_close, nullptr)();
    }
    if (total > 0)
        m_written(total);
}

void Writer::closeWhenWritten(std::function<void()> close)
{
    m_close = std::move(close);
    if (m_fd < 0)
        m_close = nullptr;
    else
        flush();
}

void Writer::abandon()
{
    if (m_isWatched)
        m_loop.forget(m_fd);
    m_isWatched = false;
    m_fd = -1;
    m_queue.clear();
    m_offset = 0;
    if (m_close)
        std::exchange(m_close, nullptr)();
    const std::size_t lost = std::exchange(m_waiting, 0);
    if (lost > 0)
        m_written(lost);
}
