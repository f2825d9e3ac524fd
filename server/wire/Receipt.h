// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Frame.h"

namespace wire {

/// Counts what arrives over all connections of a session, and says when to acknowledge it.
class Receipt
{
public:
    // True when an ACK is due.
    bool take(const Frame &frame)
    {
        if (!isCounted(frame.type))
            return false;
        ++m_received;
        ++m_frames;
        m_bytes += headerSize + frame.payload.size();
        return m_frames >= maxFrames || m_bytes >= maxBytes;
    }

    bool isOwed() const { return m_frames > 0; }
    std::uint64_t received() const { return m_received; }

    Frame acknowledge()
    {
        m_frames = 0;
        m_bytes = 0;
        return ackFrame(m_received);
    }

private:
    static constexpr std::size_t maxFrames = 64;
    static constexpr std::size_t maxBytes = 256 * 1024;

    std::uint64_t m_received = 0;
    std::size_t m_frames = 0; // since the last ACK
    std::size_t m_bytes = 0;
};

} // namespace wire
