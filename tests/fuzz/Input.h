// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace fuzz {

/// The bytes of one attempt. The first byte chooses; the rest is what is read.
class Input
{
public:
    Input(const std::uint8_t *data, std::size_t size)
        : m_choice(size > 0 ? data[0] : 0)
        , m_bytes(reinterpret_cast<const char *>(data) + (size > 0), size - (size > 0))
    {}

    std::uint8_t choice() const { return m_choice; }
    std::string_view bytes() const { return m_bytes; }

    /// The bytes as they could arrive: in pieces whose length the choice decides.
    template<typename Take>
    void inPieces(Take take) const
    {
        const std::size_t length = 1 + m_choice % 61;
        for (std::size_t at = 0; at < m_bytes.size(); at += length) {
            if (!take(m_bytes.substr(at, length)))
                return;
        }
    }

private:
    std::uint8_t m_choice;
    std::string_view m_bytes;
};

/// Ends the attempt as a finding when something that must hold does not.
inline void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

} // namespace fuzz
