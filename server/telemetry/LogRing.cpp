// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/LogRing.h"

using namespace telemetry;

static constexpr qsizetype longestMessage = 8 * 1024;

LogRing::LogRing()
    : LogRing(Bounds{})
{}

LogRing::LogRing(Bounds bounds)
    : m_bounds(bounds)
{}

static LogEntry entryOf(const core::LogLine &line)
{
    LogEntry entry;
    entry.time = line.time;
    entry.level = line.level;
    entry.room = line.category.section('.', -1);
    entry.message = line.message.left(longestMessage);
    entry.userId = line.context.value("user");
    entry.requestId = line.context.value("request_id");
    entry.conversation = line.context.value("conversation");
    entry.workspace = line.context.value("workspace");
    return entry;
}

static qsizetype sizeOf(const LogEntry &entry)
{
    return static_cast<qsizetype>(sizeof(LogEntry))
           + 2 * (entry.message.size() + entry.time.size() + entry.userId.size() + 100);
}

void LogRing::add(const core::LogLine &line)
{
    LogEntry entry = entryOf(line);
    const QMutexLocker locker(&m_mutex);
    entry.seq = m_next++;
    m_bytes += sizeOf(entry);
    m_entries.push_back(std::move(entry));
    makeRoom();
    tellSoon();
}

void LogRing::makeRoom()
{
    while (std::ssize(m_entries) > m_bounds.lines
           || (m_bytes > m_bounds.bytes && m_entries.size() > 1)) {
        m_bytes -= sizeOf(m_entries.front());
        m_entries.pop_front();
    }
}

void LogRing::tellSoon()
{
    if (std::exchange(m_isTold, true))
        return;
    QMetaObject::invokeMethod(this, [this] {
        {
            const QMutexLocker locker(&m_mutex);
            m_isTold = false;
        }
        emit grown();
    }, Qt::QueuedConnection);
}

static qsizetype weightOf(const QString &level)
{
    static const QStringList levels{"debug", "info", "warning", "critical", "fatal"};
    return levels.indexOf(level);
}

static bool passes(const LogEntry &entry, const LogFilter &filter)
{
    const auto matches = [](const QString &value, const QString &wanted) {
        return wanted.isEmpty() || value == wanted;
    };
    return weightOf(entry.level) >= weightOf(filter.level) && matches(entry.room, filter.room)
           && matches(entry.userId, filter.userId)
           && matches(entry.conversation, filter.conversation)
           && matches(entry.workspace, filter.workspace)
           && entry.message.contains(filter.text, Qt::CaseInsensitive);
}

LogPage LogRing::find(const LogFilter &filter) const
{
    const QMutexLocker locker(&m_mutex);
    LogPage page;
    page.last = m_next - 1;
    const qint64 first = m_entries.empty() ? m_next : m_entries.front().seq;
    if (filter.after)
        page.lost = std::clamp<qint64>(first - *filter.after - 1, 0, first);
    const qint64 begin = filter.after ? qMax(first, *filter.after + 1) : first;
    for (qint64 step = 0; step < m_next - begin; ++step) {
        const qint64 seq = filter.after ? begin + step : m_next - 1 - step;
        const LogEntry &entry = m_entries[static_cast<size_t>(seq - first)];
        if (!passes(entry, filter))
            continue;
        if (page.items.size() == filter.limit)
            break;
        page.items.append(entry);
        if (filter.after && page.items.size() == filter.limit)
            page.last = seq;
    }
    if (!filter.after)
        std::ranges::reverse(page.items);
    return page;
}

qint64 LogRing::last() const
{
    const QMutexLocker locker(&m_mutex);
    return m_next - 1;
}

#include "moc_LogRing.cpp"
