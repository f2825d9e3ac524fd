// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/EventFields.h"
#include "ui/widgets/TimelineModel.h"

namespace ui {

static constexpr int newestCards = 10; // are never in a group

/// From the end of what came before it; -1 when that does not tell.
qint64 TimelineModel::thoughtFor(int row) const
{
    static constexpr qint64 longest = 3600 * 1000; // nobody thinks longer; the run had not begun
    if (row == 0)
        return -1;
    const Row &one = m_rows[size_t(row)];
    const Row &last = m_rows[size_t(row) - 1];
    const bool isMessage = last.kind == Card::Kind::Person || last.kind == Card::Kind::Agent;
    const bool isAction = last.kind != Card::Kind::Divider && last.kind != Card::Kind::Line
                          && last.answer >= 0 && last.answer < one.event;
    if (!isMessage && !isAction)
        return -1;
    const qint64 end = momentIn(textOf(isAction ? last.answer : last.event));
    const qint64 spent = momentIn(textOf(one.event)) - end;
    return spent >= 0 && spent < longest ? spent : -1;
}

TimelineModel::Newest TimelineModel::newest() const
{
    if (m_rows.empty())
        return {};
    const Row &last = m_rows.back();
    return {last.kind == Card::Kind::Streaming ? endNumber() : last.event, m_newestPlan,
            newestFailure()};
}

/// Dividers and hooks only tell of it, too.
int TimelineModel::newestFailure() const
{
    static constexpr int mostDividers = 8;
    for (int row = rowCount() - 1; row >= qMax(0, rowCount() - mostDividers); --row)
        if (kind(row) != Card::Kind::Divider && kind(row) != Card::Kind::Line)
            return kind(row) == Card::Kind::Error ? m_rows[size_t(row)].event : -1;
    return -1;
}

int TimelineModel::rowOffering(CardAction action) const
{
    const int row = rowOfNumber(newestFailure());
    return row >= 0 && card(row).actions.contains(action) ? row : -1;
}

void TimelineModel::rememberPlan(const Rows &rows)
{
    const auto isPlan = [](const Row &row) { return row.kind == Card::Kind::Plan; };
    const auto plan = std::find_if(rows.rbegin(), rows.rend(), isPlan);
    if (plan != rows.rend())
        m_newestPlan = plan->event;
}

bool TimelineModel::opensByItself(int row) const
{
    const Row &one = m_rows[size_t(row)];
    const Newest now = newest();
    if (one.kind == Card::Kind::Thought)
        return one.event >= (m_read ? qMin(now.thought, m_read->thought) : now.thought);
    if (one.kind == Card::Kind::Plan && !one.isError)
        return one.event >= (m_read ? qMin(now.plan, m_read->plan) : now.plan);
    return card(row).opensByItself;
}

/// A thought belongs to the event that it led to, and closes or opens with what follows that.
void TimelineModel::tellNewest(const Newest &before)
{
    const Newest now = newest();
    if (now.thought != before.thought) {
        const int row = rowOfNumber(qMin(now.thought, before.thought));
        for (int at = qMax(0, row - 1); at <= row; ++at)
            if (kind(at) == Card::Kind::Thought)
                emit dataChanged(index(at), index(at));
    }
    if (now.failure != before.failure)
        for (const int failure : {before.failure, now.failure})
            if (const int row = rowOfNumber(failure); row >= 0)
                tellChanged(row);
    if (now.plan != before.plan)
        for (const int plan : {before.plan, now.plan})
            if (const int row = rowOfNumber(plan); row >= 0)
                emit dataChanged(index(row), index(row));
}

void TimelineModel::setReading(bool isReading)
{
    if (isReading == m_read.has_value())
        return;
    if (isReading) {
        m_read = newest();
        return;
    }
    const int since = qMin(m_read->thought, m_read->plan < 0 ? m_read->thought : m_read->plan);
    m_read.reset();
    if (const int row = rowOfNumber(since); row >= 0)
        emit dataChanged(index(qMax(0, row - 1)), index(rowCount() - 1));
    foldOld();
}

// --- groups --------------------------------------------------------------------------------------

/// Not while somebody reads further up, for that moves what is seen.
void TimelineModel::foldOld()
{
    if (m_read)
        return;
    QSet<int> heads;
    int first = -1;
    int last = -1;
    TimelineRows rows(&m_rows, m_gap + 1, rowCount());
    for (; m_young > newestCards; --m_young) {
        const int row = storedRows() - m_young;
        const int head = rows.fold(row);
        if (head < 0)
            continue;
        heads.insert(head);
        first = first < 0 ? qMax(head, row - CardGroup::fewest + 1) : first;
        last = row;
    }
    for (const int head : std::as_const(heads))
        if (head < first)
            emit dataChanged(index(head), index(head));
    if (last >= 0)
        emit dataChanged(index(first), index(last));
}

/// What is only just being read is in its groups from the beginning.
///
/// \return the beginnings of groups that there were, and that have changed
QSet<int> TimelineModel::foldEarlier(Rows *fresh)
{
    QSet<int> heads;
    TimelineRows rows(&m_rows, 0, m_gap, fresh);
    if (m_read)
        rows.keepSeen();
    for (int row = m_gap; row < m_gap + int(fresh->size()); ++row)
        if (const int head = rows.fold(row); head >= 0 && head < m_gap)
            heads.insert(head);
    return heads;
}

bool TimelineModel::isGroupHead(int row) const
{
    return m_rows[size_t(row)].group == Row::Group::Head;
}

int TimelineModel::groupHead(int row) const
{
    while (row > 0 && m_rows[size_t(row)].group == Row::Group::Member)
        --row;
    return row;
}

int TimelineModel::groupEnd(int row) const
{
    int end = groupHead(row) + 1;
    while (end < rowCount() && m_rows[size_t(end)].group == Row::Group::Member)
        ++end;
    return end;
}

void TimelineModel::setFolded(int row, bool isFolded)
{
    if (!isGrouped(row) || this->isFolded(row) == isFolded)
        return;
    const int head = groupHead(row);
    const int end = groupEnd(row);
    for (int member = head; member < end; ++member)
        m_rows[size_t(member)].isFolded = isFolded;
    emit dataChanged(index(head), index(end - 1));
}

const Card &TimelineModel::groupCard(int head) const
{
    const int size = groupEnd(head) - head;
    const int key = m_rows[size_t(head)].event;
    CountedGroup *known = m_groups.object(key);
    if (known && known->group.count() == size)
        return known->card;
    auto *group = known && known->group.count() < size ? new CountedGroup(*known)
                                                       : new CountedGroup;
    for (int row = head + group->group.count(); row < head + size; ++row) {
        const Row &one = m_rows[size_t(row)];
        group->group.add(one.kind, textOf(one.event), textOf(one.answer));
    }
    group->card = group->group.card();
    m_groups.insert(key, group);
    return group->card;
}

QString TimelineModel::spoken(int row) const
{
    if (!isGroupHead(row))
        return card(row).spoken();
    return isFolded(row) ? groupCard(row).spoken()
                         : tr("%1. %2").arg(groupCard(row).title, card(row).spoken());
}

} // namespace ui
