// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Turns.h"

namespace workspace {

struct Turns::Line
{
    int atOnce = 1;
    std::list<Ticket *> tickets; ///< those whose turn it is come first

    void callNext()
    {
        int turns = atOnce;
        for (auto ticket = tickets.begin(); ticket != tickets.end() && turns > 0; ++ticket, --turns)
            (*ticket)->m_called.resolve(true);
    }
};

Turns::Turns(int atOnce)
    : m_line(std::make_shared<Line>(atOnce))
{}

std::shared_ptr<Turns::Ticket> Turns::ask()
{
    const std::shared_ptr<Ticket> ticket(new Ticket(m_line));
    m_line->callNext();
    return ticket;
}

Turns::Ticket::Ticket(std::shared_ptr<Line> line)
    : m_line(std::move(line))
{
    m_line->tickets.push_back(this);
}

Turns::Ticket::~Ticket()
{
    m_line->tickets.remove(this);
    m_line->callNext();
}

int Turns::Ticket::position() const
{
    const auto here = std::ranges::find(m_line->tickets, this);
    const auto before = static_cast<int>(std::distance(m_line->tickets.begin(), here));
    return std::max(0, before - m_line->atOnce + 1);
}

} // namespace workspace
