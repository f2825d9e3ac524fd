// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/EventLog.h"

#include "core/Id.h"
#include "core/LogSink.h"

#include <QDateTime>
#include <QPointer>
#include <QTimeZone>

using namespace std::chrono;

/// The local wall clock as if it were UTC, so that it can be counted on.
static qint64 localStamp(microseconds now)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(now.count() / 1000);
    return now.count() + qint64(time.offsetFromUtc()) * 1'000'000;
}

static QString stampText(qint64 stamp)
{
    QString text = core::utcTimestamp(microseconds(stamp));
    text.chop(1);
    return text;
}

static qint64 stampFromText(const QString &text)
{
    const QDateTime time = QDateTime::fromString(text.left(19) + 'Z', Qt::ISODate);
    return time.toMSecsSinceEpoch() * 1000 + text.mid(20, 6).toLongLong();
}

conversations::EventLog::EventLog(QString conversationId, store::Events *events,
                                  UpdateSource update, const core::Clock *clock)
    : m_conversationId(std::move(conversationId))
    , m_events(events)
    , m_update(std::move(update))
    , m_clock(clock)
{}

core::Task<> conversations::EventLog::open()
{
    const core::Result<qint64> last = co_await m_events->lastSeq(m_conversationId);
    if (!last)
        co_return std::unexpected(last.error());
    m_nextSeq = *last + 1;
    if (*last < 0)
        co_return {};
    const core::Result<QList<store::EventRow>> rows = co_await m_events->range(m_conversationId,
                                                                               *last, 1);
    if (!rows)
        co_return std::unexpected(rows.error());
    if (!rows->isEmpty())
        m_lastStamp = stampFromText(rows->first().timestamp);
    co_return {};
}

QString conversations::EventLog::nextTimestamp()
{
    m_lastStamp = qMax(localStamp(m_clock->now()), m_lastStamp + 1);
    return stampText(m_lastStamp);
}

model::Event conversations::EventLog::append(model::Event event)
{
    if (event.id.isEmpty())
        event.id = core::newId();
    event.timestamp = nextTimestamp();
    m_rows.append({m_nextSeq++, event.id, event.kind(), json::name(event.source), event.timestamp,
                   json::text(model::toJson(event))});
    scheduleWrite();
    return event;
}

void conversations::EventLog::publish(std::function<QByteArray()> encode,
                                      std::optional<Progress> progress)
{
    write();
    auto item = std::make_shared<Item>();
    item->encode = std::move(encode);
    item->progress = std::move(progress);
    item->isReady = true;
    m_queue.push_back(std::move(item));
    publishReady();
}

core::Task<> conversations::EventLog::committed()
{
    write();
    if (m_queue.empty()) {
        if (m_broken)
            co_return std::unexpected(*m_broken);
        co_return {};
    }
    const core::Deferred<core::Result<>> done = m_queue.back()->done;
    co_return co_await done;
}

void conversations::EventLog::scheduleWrite()
{
    if (std::exchange(m_isScheduled, true))
        return;
    QMetaObject::invokeMethod(this, [this] { write(); }, Qt::QueuedConnection);
}

void conversations::EventLog::write()
{
    m_isScheduled = false;
    if (m_broken)
        m_rows.clear();
    if (m_rows.isEmpty())
        return;
    auto item = std::make_shared<Item>();
    QList<store::EventRow> rows = std::exchange(m_rows, {});
    for (const store::EventRow &row : std::as_const(rows))
        item->frames.append({row.body, row.seq, {}});
    m_queue.push_back(item);
    const core::LogScope scope({{"conversation", m_conversationId}});
    core::spawn(store(std::move(item), std::move(rows)), "storing events");
}

core::Task<> conversations::EventLog::store(std::shared_ptr<Item> item, QList<store::EventRow> rows)
{
    // What was removed meanwhile has nobody left to tell.
    const QPointer<EventLog> self(this);
    const core::Result<> stored = co_await m_events->append(m_conversationId, std::move(rows),
                                                            m_update());
    if (!self)
        co_return stored;
    if (!stored && !m_broken) {
        m_broken = stored.error();
        emit broke(stored.error().message);
    }
    if (m_broken)
        item->frames.clear();
    item->isReady = true;
    publishReady();
    co_return stored;
}

void conversations::EventLog::publishReady()
{
    // Who waits for an item may be the last who holds the conversation, and this with it.
    const QPointer<EventLog> self(this);
    while (self && !m_queue.empty() && m_queue.front()->isReady) {
        const std::shared_ptr<Item> item = m_queue.front();
        m_queue.pop_front();
        if (item->encode && !m_broken)
            item->frames.append({item->encode(), -1, item->progress});
        const core::Result<> outcome = m_broken ? core::Result<>(std::unexpected(*m_broken))
                                                : core::Result<>();
        for (const Frame &frame : std::as_const(item->frames)) {
            if (self)
                emit published(frame);
        }
        item->done.resolve(outcome);
    }
}

#include "moc_EventLog.cpp"
