// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineModel.h"

namespace ui {

void TimelineModel::begin(int firstNumber)
{
    clear();
    m_late.clear(firstNumber);
    setMissing(firstNumber > 0);
}

void TimelineModel::setMissing(bool isMissing)
{
    m_gap = isMissing ? 0 : -1;
    if (isMissing)
        insert(0, {Row{.kind = Card::Kind::Divider}});
}

void TimelineModel::addEarlier(const QList<TimelineEvent> &events)
{
    if (isWhole())
        return;
    Rows fresh;
    for (const TimelineEvent &one : events)
        if (one.number >= m_early.end() && one.number < m_late.first())
            take(one, &m_early, &fresh);
    const QSet<int> heads = foldEarlier(&fresh);
    insert(m_gap, fresh);
    m_gap += int(fresh.size());
    for (const int head : heads)
        emit dataChanged(index(head), index(qMax(head, groupEnd(head) - 1)));
    if (m_newestPlan < 0)
        rememberPlan(fresh);
    if (m_early.end() >= m_late.first())
        endEarlier();
}

/// Nothing is missing any more, so what answers nothing gets a row of its own.
void TimelineModel::endEarlier()
{
    const int after = std::exchange(m_gap, -1);
    remove(after, 1);
    if (after < rowCount())
        tellBegun(after);
    for (const int number : std::exchange(m_orphans, {})) {
        const auto place = std::ranges::lower_bound(m_rows.begin(), m_rows.begin() + storedRows(),
                                                    number, {}, &Row::event);
        insert(int(place - m_rows.begin()),
               {Row{.event = number, .kind = roughKind(eventObject(number))}});
    }
}

/// How long the first thought took, and what the first run that ended did, is known now.
void TimelineModel::tellBegun(int first)
{
    tellChanged(first);
    for (int row = first; row < rowCount() && kind(row) != Card::Kind::Person; ++row)
        if (m_rows[size_t(row)].end >= 0 && !m_rows[size_t(row)].isPause)
            return tellChanged(row);
}

void TimelineModel::keepOnly(int first, int count)
{
    dropDelta();
    const Newest before = newest();
    const auto isOneEvent = [this](int row) {
        return row > 0 && row < rowCount()
               && m_rows[size_t(row)].event == m_rows[size_t(row) - 1].event;
    };
    int from = qBound(m_gap + 1, first, rowCount());
    int to = qBound(from, first + count, rowCount());
    while (isOneEvent(from) && from > m_gap + 1)
        --from;
    while (isOneEvent(to))
        ++to;
    if (from == to)
        return;
    const int end = to < rowCount() ? m_rows[size_t(to)].event : m_late.end();
    const int begin = m_rows[size_t(from)].event;
    // Answers that are kept, of actions that are not.
    QHash<QString, int> orphans;
    for (int row = 0; row < from; ++row) {
        const int number = m_rows[size_t(row)].answer;
        if (number >= begin && number < end)
            orphans.insert(eventObject(number)["tool_call_id"].toString(), number);
    }
    for (auto orphan = m_orphans.cbegin(); orphan != m_orphans.cend(); ++orphan)
        if (*orphan >= begin && *orphan < end)
            orphans.insert(orphan.key(), *orphan);
    QMap<int, QByteArray> texts;
    for (const int number : std::as_const(orphans))
        texts.insert(number, textOf(number));
    for (int row = from; row < to; ++row) {
        Row &one = m_rows[size_t(row)];
        if (one.answer >= end)
            one.answer = -1, one.isError = false;
        texts.insert(one.event, textOf(one.event));
        if (one.end >= end)
            one.end = -1;
        for (const int number : {one.answer, one.end})
            if (number >= 0)
                texts.insert(number, textOf(number));
    }
    m_young = qBound(0, m_young - (rowCount() - to), to - from);
    remove(to, rowCount() - to);
    remove(0, from);
    if (m_rows.front().group == Row::Group::Member)
        m_rows.front().group = Row::Group::Head;
    m_early.clear();
    m_late.clear(begin);
    for (auto text = texts.cbegin(); text != texts.cend(); ++text)
        m_late.put(text.key(), *text);
    if (end > m_late.end())
        m_late.put(end - 1, {});
    m_orphans = orphans;
    std::erase_if(m_ids, [&](const auto &id) { return id.second < begin || id.second >= end; });
    m_ids.shrink_to_fit();
    m_rows.shrink_to_fit();
    freeCaches();
    rememberWaiting();
    m_newestPlan = -1;
    rememberPlan(m_rows);
    setMissing(begin > 0);
    tellNewest(before);
}

void TimelineModel::rememberWaiting()
{
    m_waiting.clear();
    for (const Row &row : m_rows) {
        if (row.event < 0 || row.answer >= 0 || row.isThought)
            continue;
        const QJsonObject event = eventObject(row.event);
        if (event["kind"] == "ActionEvent")
            m_waiting.insert(event["tool_call_id"].toString(), row.event);
    }
}

void TimelineModel::freeCaches()
{
    m_cards.clear();
    m_groups.clear();
    m_images.clear();
    m_early.freeCache();
    m_late.freeCache();
}

} // namespace ui
