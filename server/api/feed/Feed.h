// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedReader.h"

namespace api {

/// Everything that a key may see, for sockets that want to hear of it. While nobody reads, and for
/// a minute after the last one left, no topic is watched.
class Feed : public QObject
{
    Q_OBJECT

public:
    /// How long the changes for a reader who left are still noted, so that they can come back.
    explicit Feed(std::chrono::milliseconds patience = std::chrono::minutes(1));
    ~Feed() override;

    /// Before the first reader. @p topic outlives it.
    void add(FeedTopic *topic);
    const QList<FeedTopic *> &topics() const { return m_topics; }
    /// Null when there is none.
    FeedTopic *topic(const QString &name) const { return m_byName.value(name); }

    void read(const FeedAudience &audience, const std::shared_ptr<Socket> &socket,
              const std::optional<QString> &cursor);
    qsizetype readerCount() const { return m_readers.size(); }

private:
    friend class FeedReader;

    void leave(FeedReader *reader);
    void take(FeedTopic *topic);
    void drop(FeedTopic *topic);
    std::shared_ptr<FeedRing> ringFor(const FeedAudience &audience);
    void dropUnread();
    void publish(FeedTopic *topic, const QString &kind, const FeedItem &item);

    QList<FeedTopic *> m_topics;
    QHash<QString, FeedTopic *> m_byName;
    QHash<FeedTopic *, int> m_uses;
    QList<std::shared_ptr<FeedRing>> m_rings;
    QHash<FeedReader *, std::shared_ptr<FeedReader>> m_readers;
    QTimer m_dropTimer;
};

} // namespace api
