// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed/Feed.h"

#include "core/Json.h"

using namespace api;

/// How many rings are kept for readers who left.
static constexpr qsizetype mostUnread = 50;

Feed::Feed(std::chrono::milliseconds patience)
{
    m_dropTimer.setInterval(patience);
    m_dropTimer.setSingleShot(true);
    connect(&m_dropTimer, &QTimer::timeout, this, &Feed::dropUnread);
}

Feed::~Feed()
{
    m_readers.clear();
    m_rings.clear();
}

void Feed::add(FeedTopic *topic)
{
    m_topics.append(topic);
    m_byName.insert(topic->name(), topic);
    connect(topic, &FeedTopic::changed, this,
            [this, topic](const QString &kind, const FeedItem &item) {
        publish(topic, kind, item);
    });
}

void Feed::read(const FeedAudience &audience, const std::shared_ptr<Socket> &socket,
                const std::optional<QString> &cursor)
{
    const auto reader = std::make_shared<FeedReader>(this, ringFor(audience), socket);
    m_readers.insert(reader.get(), reader);
    reader->start(cursor);
}

void Feed::leave(FeedReader *reader)
{
    // It is in one of its own slots.
    core::later([gone = m_readers.take(reader)] {});
    m_dropTimer.start();
    if (m_rings.size() > m_readers.size() + mostUnread)
        dropUnread();
}

std::shared_ptr<FeedRing> Feed::ringFor(const FeedAudience &audience)
{
    const auto known = std::ranges::find(m_rings, audience, &FeedRing::audience);
    if (known != m_rings.end())
        return *known;
    if (m_rings.isEmpty()) {
        for (FeedTopic *topic : std::as_const(m_topics)) {
            if (topic->delivery() == FeedTopic::Delivery::Always)
                take(topic);
        }
    }
    m_rings.append(std::make_shared<FeedRing>(audience));
    return m_rings.last();
}

void Feed::dropUnread()
{
    const bool hadRings = !m_rings.isEmpty();
    m_rings.removeIf([this](const std::shared_ptr<FeedRing> &ring) {
        return std::ranges::none_of(m_readers,
                                    [&](const auto &reader) { return reader->ring() == ring; });
    });
    if (!hadRings || !m_rings.isEmpty())
        return;
    for (FeedTopic *topic : std::as_const(m_topics)) {
        if (topic->delivery() == FeedTopic::Delivery::Always)
            drop(topic);
    }
}

void Feed::take(FeedTopic *topic)
{
    if (m_uses[topic]++ == 0)
        topic->begin();
}

void Feed::drop(FeedTopic *topic)
{
    if (--m_uses[topic] == 0)
        topic->end();
}

void Feed::publish(FeedTopic *topic, const QString &kind, const FeedItem &item)
{
    QByteArray text;
    const QList<std::shared_ptr<FeedRing>> rings = m_rings;
    for (const std::shared_ptr<FeedRing> &ring : rings) {
        if (!topic->isFor(ring->audience()) || !ring->sees(item))
            continue;
        if (text.isEmpty())
            text = json::text(item.item);
        ring->add(topic->name(), kind, item.id, text);
    }
}

#include "moc_Feed.cpp"
