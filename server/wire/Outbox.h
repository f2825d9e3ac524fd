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
///
/// For a session that survives its connection it keeps the counted frames that have left until the
/// other side acknowledges them, and sends them again over the next connection.
class Outbox
{
public:
    static constexpr std::size_t defaultCapacity = 4 * 1024 * 1024;

    enum class Greeting { Magic, None };

    explicit Outbox(Greeting greeting = Greeting::Magic, std::size_t capacity = defaultCapacity);

    void push(Frame frame); // always accepted: ask room() before producing DATA
    // Forgets the DATA of a stream that was cancelled; a frame that is half written stays.
    void drop(std::uint32_t stream);

    void keepUntilAcknowledged() { m_keeps = true; }
    // The other side has so many counted frames. False: so many were not sent, or it said more
    // before.
    bool acknowledge(std::uint64_t received);
    // A new connection takes the place of the old one: `preface`, then all that the other side has
    // not received. False as above.
    bool rewind(std::uint64_t received, std::string preface);

    std::size_t room() const; // bytes of DATA that may still be queued
    std::size_t queued() const; // all bytes that wait
    std::size_t kept() const { return m_keptBytes; } // all bytes that are not acknowledged
    std::size_t queuedControl()
        const; // a peer that does not read its answers is not read from either
    bool isEmpty() const { return queued() == 0; }

    // The bytes to write next, until wrote() is called; empty when nothing waits.
    std::string_view pending();
    void wrote(std::size_t bytes);

private:
    void fill();
    Frame takeNext(); // of what waits, which must not be empty
    void forget(std::uint64_t frames); // the first that were kept

    std::size_t m_capacity;
    std::string m_current; // the bytes being written
    std::size_t m_written = 0;
    std::deque<Frame> m_control;
    std::size_t m_controlBytes = 0;
    std::map<std::uint32_t, std::deque<Frame>> m_data;
    std::size_t m_dataBytes = 0;
    std::uint32_t m_lastStream = 0; // whose turn it was
    bool m_keeps = false;
    std::deque<Frame> m_kept; // left, not acknowledged
    std::size_t m_keptBytes = 0;
    std::size_t m_next = 0; // the first of them that has not left over this connection
    std::uint64_t m_acknowledged = 0;
};

} // namespace wire
