// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Card.h"

#include <vector>

namespace ui {

/// A row of a timeline: which events it is made of, and how it stands there.
struct TimelineRow
{
    enum class Opened : qint8 { ByItself, Yes, No };
    /// Whether it is in a group: it went well and could be, or begins one, or is further in one.
    enum class Group : qint8 { None, Could, Head, Member };

    int event = -1;
    int answer = -1;
    int end = -1; ///< what told that the agent has finished with it, or goes on after it
    float cost = -1; ///< of the run that it finished, in dollars; -1 when that is not known
    Card::Kind kind = Card::Kind::Line;
    Opened opened = Opened::ByItself;
    bool isThought = false;
    bool isPause = false; ///< it tells that the agent has paused
    bool isWhole = false;
    bool isError = false;
    Group group = Group::None;
    bool isFolded = false; ///< its group is closed

    bool isGrouped() const { return group == Group::Head || group == Group::Member; }
    bool isHidden() const { return isFolded && group == Group::Member; }
};

/// Rows one after the other, some of which may not be in their place yet.
class TimelineRows
{
public:
    using Rows = std::vector<TimelineRow>;

    /// What follows @p before, of which `from` to its `end` count.
    TimelineRows(Rows *before, int from, int end, Rows *fresh = nullptr)
        : m_before(before)
        , m_from(from)
        , m_end(end)
        , m_fresh(fresh)
    {}

    /// Puts a row into a group with those before it, if it belongs to them.
    ///
    /// \return the row that begins the group; -1 when there is none
    int fold(int row);
    /// No row that is there already disappears from now on.
    void keepSeen() { m_keepsSeen = true; }

private:
    TimelineRow &at(int row)
    {
        return row < m_end ? (*m_before)[size_t(row)] : (*m_fresh)[size_t(row - m_end)];
    }

    Rows *m_before;
    int m_from;
    int m_end;
    Rows *m_fresh;
    bool m_keepsSeen = false;
};

} // namespace ui
