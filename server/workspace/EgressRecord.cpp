// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/EgressRecord.h"

#include <algorithm>

namespace workspace {

/// It comes from a program that may be hostile and goes into logs.
static QString printable(QString host)
{
    constexpr qsizetype longest = 260;
    for (QChar &c : host) {
        if (c.unicode() <= 0x20 || c.unicode() >= 0x7f)
            c = QChar(u'?');
    }
    return host.size() > longest ? host.first(longest) + "..." : host;
}

const EgressDecision &EgressRecord::add(EgressDecision decision)
{
    decision.id = ++m_lastId;
    decision.time = QDateTime::currentDateTimeUtc();
    decision.host = printable(decision.host);
    ++m_counts[decision.reason];
    if (m_newest.size() == most)
        m_newest.pop_front();
    return m_newest.emplace_back(std::move(decision));
}

void EgressRecord::setBytes(qint64 id, qint64 up, qint64 down)
{
    m_up += up;
    m_down += down;
    const auto found = std::ranges::find(m_newest, id, &EgressDecision::id);
    if (found == m_newest.end())
        return;
    found->bytesUp = up;
    found->bytesDown = down;
}

} // namespace workspace
