// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>

namespace wire {

/// How much one side may still send on a channel of a stream.
class SendWindow
{
public:
    explicit SendWindow(std::uint32_t credit);

    std::size_t available() const { return m_credit; }
    void spend(std::size_t bytes); // at most available()
    bool grant(std::uint32_t credit); // false: the peer granted more than a window can hold

private:
    std::size_t m_credit;
};

/// Checks what the other side sends against what it may, and says when to grant more.
class ReceiveWindow
{
public:
    explicit ReceiveWindow(std::uint32_t credit);

    bool accept(std::size_t bytes); // false: more than was granted
    // Bytes have left our memory. Returns the credit to send in a WINDOW frame, 0 for "not yet".
    std::uint32_t consume(std::size_t bytes);

private:
    std::size_t m_size;
    std::size_t m_credit;
    std::size_t m_consumed = 0;
};

} // namespace wire
