// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed/FeedRing.h"

#include "core/Id.h"
#include "core/Json.h"

using namespace api;

static constexpr size_t mostChanges = 1000;
static constexpr qint64 mostBytes = 1 << 20;

FeedRing::FeedRing(FeedAudience audience)
    : m_audience(std::move(audience))
    , m_name(core::newId().first(8))
{}

bool FeedRing::sees(const FeedItem &item) const
{
    if (item.isForAdmins && !m_audience.isAdmin)
        return false;
    return m_audience.isEverybody || item.userId.isEmpty() || item.userId == m_audience.userId;
}

void FeedRing::add(const QString &topic, const QString &kind, const QString &id,
                   const QByteArray &text)
{
    ++m_last;
    // The item goes in as it is: it is encoded once for all audiences.
    QByteArray frame = json::text(QJsonObject{{"type", "change"},
                                              {"cursor", cursor(m_last)},
                                              {"topic", topic},
                                              {"kind", kind},
                                              {"id", id}});
    frame.chop(1);
    frame += R"(,"item":)" + text + '}';
    m_bytes += frame.size();
    m_newest.insert({topic, id}, m_last);
    m_changes.push_back({m_last, topic, id, frame});
    while (m_changes.size() > mostChanges || m_bytes > mostBytes)
        dropOldest();
    emit grew();
}

void FeedRing::dropOldest()
{
    const Change &oldest = m_changes.front();
    m_bytes -= oldest.frame.size();
    const auto newest = m_newest.constFind({oldest.topic, oldest.id});
    if (newest != m_newest.cend() && *newest == oldest.number)
        m_newest.erase(newest);
    m_changes.pop_front();
}

const FeedRing::Change *FeedRing::after(qint64 number) const
{
    const qint64 before = m_last - qint64(m_changes.size());
    for (size_t at = size_t(qMax(qint64(0), number - before)); at < m_changes.size(); ++at) {
        const Change &change = m_changes[at];
        if (m_newest.value({change.topic, change.id}) == change.number)
            return &change;
    }
    return nullptr;
}

QString FeedRing::cursor(qint64 number) const
{
    return m_name + '-' + QString::number(number);
}

std::optional<qint64> FeedRing::numberOf(const QString &cursor) const
{
    const QString start = m_name + '-';
    bool isNumber = false;
    const qint64 number = cursor.mid(start.size()).toLongLong(&isNumber);
    if (!cursor.startsWith(start) || !isNumber || number < 0 || number > m_last)
        return {};
    return number;
}

#include "moc_FeedRing.cpp"
