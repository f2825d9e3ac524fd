// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "OutputRing.h"

#include <algorithm>

void OutputRing::append(std::string_view bytes)
{
    m_end += bytes.size();
    if (bytes.size() > m_capacity)
        bytes.remove_prefix(bytes.size() - m_capacity);
    const std::size_t grown = std::min(bytes.size(), m_capacity - m_bytes.size());
    m_bytes.append(bytes.substr(0, grown));
    bytes.remove_prefix(grown);
    while (!bytes.empty()) {
        const std::size_t part = std::min(bytes.size(), m_capacity - m_first);
        m_bytes.replace(m_first, part, bytes.substr(0, part));
        m_first = (m_first + part) % m_capacity;
        bytes.remove_prefix(part);
    }
}

std::string OutputRing::read(std::uint64_t offset, std::size_t most) const
{
    const auto skipped = static_cast<std::size_t>(offset - begin());
    const std::size_t size = std::min(most, m_bytes.size() - skipped);
    const std::size_t from = (m_first + skipped) % std::max<std::size_t>(m_bytes.size(), 1);
    std::string bytes = m_bytes.substr(from, size);
    bytes.append(m_bytes, 0, size - bytes.size());
    return bytes;
}
