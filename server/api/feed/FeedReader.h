// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Socket.h"
#include "api/feed/FeedRing.h"

#include <QSet>
#include <QTimer>

namespace api {

class Feed;

/// One socket that reads the feed: what there is, then what changes, as fast as its client takes
/// it. What it has not taken waits in the ring, where later changes take the place of earlier ones.
class FeedReader : public QObject, public std::enable_shared_from_this<FeedReader>
{
    Q_OBJECT

public:
    FeedReader(Feed *feed, std::shared_ptr<FeedRing> ring, std::shared_ptr<Socket> socket);
    ~FeedReader() override;

    const std::shared_ptr<FeedRing> &ring() const { return m_ring; }
    /// Goes on after @p cursor, or begins with a snapshot when there is none or it is unknown.
    void start(const std::optional<QString> &cursor);

private:
    void hear(const QString &text);
    core::Result<> obey(const QString &text);
    /// To topics that there are for this reader.
    void subscribe(const QStringList &names);
    void unsubscribe(const QStringList &names);
    QList<FeedTopic *> wanted() const;
    core::Task<> begin(bool isReset);
    core::Task<> show(QList<FeedTopic *> topics, bool isReset);
    QCoro::Task<bool> sendItems(FeedTopic *topic, QList<FeedItem> items, bool isReset);
    void sendLive();
    void pump();
    void send(const QJsonObject &frame);
    void fail(const core::Error &error);

    QPointer<Feed> m_feed;
    std::shared_ptr<FeedRing> m_ring;
    std::shared_ptr<Socket> m_socket;
    QSet<QString> m_subscribed;
    qint64 m_position = 0; ///< number of the last change that was sent or is not wanted
    int m_showing = 0; ///< snapshots that are not complete
    QTimer m_drain;
};

} // namespace api
