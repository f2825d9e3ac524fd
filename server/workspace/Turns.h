// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

#include <list>

namespace workspace {

/// Lets a few at a time do something; the others wait in the order in which they came.
class Turns
{
    struct Line;

public:
    /// A place in the line, until it is dropped.
    class Ticket
    {
    public:
        ~Ticket();
        Ticket(const Ticket &) = delete;
        Ticket &operator=(const Ticket &) = delete;

        /// Resolved when it is this one's turn.
        const core::Deferred<bool> &called() const { return m_called; }
        /// How many must end until it is this one's turn; 0 when it is.
        int position() const;

    private:
        friend class Turns;
        explicit Ticket(std::shared_ptr<Line> line);

        std::shared_ptr<Line> m_line;
        core::Deferred<bool> m_called;
    };

    explicit Turns(int atOnce);

    std::shared_ptr<Ticket> ask();

private:
    std::shared_ptr<Line> m_line;
};

} // namespace workspace
