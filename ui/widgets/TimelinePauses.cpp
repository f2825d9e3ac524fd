// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineModel.h"

namespace ui {

static constexpr int mostPauseRows = 50; // more is not said to an agent that has paused

/// The pause before an event that no run has ended; null when there is none.
TimelineRow *TimelineModel::openPause(int number, Rows *fresh)
{
    const bool isEarly = !isWhole() && number < m_late.first();
    const int end = isEarly ? m_gap : storedRows();
    const int begin = isEarly ? 0 : m_gap + 1;
    const int last = int(fresh->size()) - 1;
    for (int at = last; at >= begin - end && at > last - mostPauseRows; --at) {
        Row &row = at >= 0 ? (*fresh)[size_t(at)] : m_rows[size_t(end + at)];
        if (row.isPause || row.end >= 0)
            return row.isPause && row.end < 0 ? &row : nullptr;
    }
    return nullptr;
}

/// The state and what a person did to it come one after the other and are one row.
bool TimelineModel::takePause(const TimelineEvent &one, Rows *fresh)
{
    const bool isStop = one.event["kind"] == "InterruptEvent";
    if (!isStop && one.event["kind"] != "PauseEvent")
        return false;
    Row *row = openPause(one.number, fresh);
    if (!row || row->answer >= 0 || row->event != one.number - 1)
        return false;
    row->answer = one.number;
    row->isPause = !isStop;
    tellOf(row);
    return true;
}

/// Of one that may not be in its place yet.
void TimelineModel::tellOf(const Row *row)
{
    const std::less<> isBefore;
    if (!m_rows.empty() && !isBefore(row, m_rows.data())
        && isBefore(row, m_rows.data() + m_rows.size()))
        tellChanged(int(row - m_rows.data()));
}

} // namespace ui
