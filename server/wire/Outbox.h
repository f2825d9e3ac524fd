// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Frame.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

namespace wire {

/// What waits to be written to the other side: control ahead of data, data in turn over the
/// streams.
///
/// EOF, EVENT, RES and EXIT stay behind the DATA of their own stream, since they speak about it;
/// every other frame, and these when their stream has no DATA waiting, goes into the control queue.
class Outbox
{
public:
    static constexpr std::size_t defaultCapacity = 4 * 1024 * 1024;

    enum class Greeting { Magic, None };

    explicit Outbox(Greeting greeting = Greeting::Magic, std::size_t capacity = defaultCapacity);

    void push(Frame frame); // always accepted: ask room() before producing DATA
    // Forgets the DATA of a stream that was cancelled; a frame that is half written stays.
    void drop(std::uint32_t stream);

    std::size_t room() const; // bytes of DATA that may still be queued
    std::size_t queued() const; // all bytes that wait
    std::size_t queuedControl()
        const; // a peer that does not read its answers is not read from either
    bool isEmpty() const { return queued() == 0; }

    // The bytes to write next, until wrote() is called; empty when nothing waits.
    std::string_view pending();
    void wrote(std::size_t bytes);

private:
    void fill();

    std::size_t m_capacity;
    std::string m_current; // the bytes being written
    std::size_t m_written = 0;
    std::deque<Frame> m_control;
    std::size_t m_controlBytes = 0;
    std::map<std::uint32_t, std::deque<Frame>> m_data;
    std::size_t m_dataBytes = 0;
    std::uint32_t m_lastStream = 0; // whose turn it was
};

} // namespace wire
