// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// The end of a byte stream, addressed by offsets from the stream's beginning.
class OutputRing
{
public:
    explicit OutputRing(std::size_t capacity)
        : m_capacity(capacity)
    {}

    void append(std::string_view bytes);
    std::uint64_t begin() const { return m_end - m_bytes.size(); } // the oldest byte that is kept
    std::uint64_t end() const { return m_end; }
    std::size_t size() const { return m_bytes.size(); }
    // At most so many bytes from an offset between begin() and end().
    std::string read(std::uint64_t offset, std::size_t most) const;

private:
    std::size_t m_capacity;
    std::string m_bytes; // a ring once it is full
    std::size_t m_first = 0; // where the oldest byte is
    std::uint64_t m_end = 0;
};
