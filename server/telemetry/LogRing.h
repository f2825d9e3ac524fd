// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "core/LogSink.h"

#include <QMutex>
#include <QObject>

#include <deque>

namespace telemetry {

/// A line of the log as people see it.
struct LogEntry
{
    qint64 seq = 0;
    QString time;
    QString level;
    QString room;
    QString message;
    QString userId;
    QString conversation;
    QString workspace;
    QString requestId;

    static constexpr auto fields()
    {
        return std::tuple{json::field("seq", &LogEntry::seq),
                          json::field("time", &LogEntry::time),
                          json::field("level", &LogEntry::level),
                          json::field("room", &LogEntry::room),
                          json::field("message", &LogEntry::message),
                          json::field("user", &LogEntry::userId),
                          json::field("conversation", &LogEntry::conversation),
                          json::field("workspace", &LogEntry::workspace),
                          json::field("request_id", &LogEntry::requestId)};
    }
};

/// What is asked of the log: what is empty is not asked for.
struct LogFilter
{
    std::optional<qint64> after = {}; ///< only with a greater seq, the oldest first
    QString level = {}; ///< the lowest: debug, info, warning or critical
    QString room = {};
    QString userId = {};
    QString conversation = {};
    QString workspace = {};
    QString text = {}; ///< that the message contains, in any case
    qsizetype limit = 100;
};

/// What a reader gets: lines, how many are gone before they could be read, and where to go on.
struct LogPage
{
    QList<LogEntry> items;
    qint64 lost = 0;
    qint64 last = -1; ///< the newest seq that was looked at

    static constexpr auto fields()
    {
        return std::tuple{json::field("items", &LogPage::items),
                          json::field("lost", &LogPage::lost,
                                      "lines after the one asked for that are gone"),
                          json::field("last", &LogPage::last, "what to ask for lines after")};
    }
};

/// The newest lines of the log, as many as fit. Any thread may add; the rest belongs to the thread
/// that made it.
class LogRing : public QObject
{
    Q_OBJECT

public:
    struct Bounds
    {
        qsizetype lines = 10'000;
        qsizetype bytes = 8 * 1024 * 1024;
    };

    LogRing();
    explicit LogRing(Bounds bounds);

    void add(const core::LogLine &line);
    LogPage find(const LogFilter &filter) const;
    /// The seq of the newest line; -1 when there was none.
    qint64 last() const;

signals:
    /// There are more lines. It comes once for many of them.
    void grown();

private:
    void makeRoom();
    void tellSoon();

    const Bounds m_bounds;
    mutable QMutex m_mutex; ///< guards what follows
    std::deque<LogEntry> m_entries;
    qsizetype m_bytes = 0;
    qint64 m_next = 0;
    bool m_isTold = false;
};

} // namespace telemetry
