// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Window.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace wire {

SendWindow::SendWindow(std::uint32_t credit)
    : m_credit(credit)
{}

void SendWindow::spend(std::size_t bytes)
{
    assert(bytes <= m_credit);
    m_credit -= std::min(bytes, m_credit);
}

bool SendWindow::grant(std::uint32_t credit)
{
    if (credit > std::numeric_limits<std::uint32_t>::max() - m_credit)
        return false;
    m_credit += credit;
    return true;
}

ReceiveWindow::ReceiveWindow(std::uint32_t credit)
    : m_size(credit)
    , m_credit(credit)
{}

bool ReceiveWindow::accept(std::size_t bytes)
{
    if (bytes > m_credit)
        return false;
    m_credit -= bytes;
    return true;
}

std::uint32_t ReceiveWindow::consume(std::size_t bytes)
{
    m_consumed += bytes;
    if (m_consumed < std::max<std::size_t>(m_size / 2, 1))
        return 0;
    const std::size_t granted = m_consumed;
    m_credit += granted;
    m_consumed = 0;
    return static_cast<std::uint32_t>(granted);
}

} // namespace wire
