// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineRows.h"

#include "ui/widgets/CardGroup.h"

namespace ui {

int TimelineRows::fold(int row)
{
    using enum TimelineRow::Group;
    const auto isFree = [](const TimelineRow &one) {
        return one.group == Could && one.opened == TimelineRow::Opened::ByItself;
    };
    TimelineRow &one = at(row);
    if (!isFree(one) || row <= m_from)
        return -1;
    int head = row - 1;
    if (!at(head).isGrouped()) {
        const int first = row - CardGroup::fewest + 1;
        if (first < m_from || (m_keepsSeen && first < m_end))
            return -1;
        for (int member = first; member < row; ++member)
            if (!isFree(at(member)))
                return -1;
        for (int member = first; member <= row; ++member) {
            at(member).group = member == first ? Head : Member;
            at(member).isFolded = true;
        }
        return first;
    }
    while (head > m_from && at(head).group == Member)
        --head;
    if (row - head >= CardGroup::most)
        return -1;
    one.group = Member;
    one.isFolded = at(head).isFolded;
    return head;
}

} // namespace ui
