// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Server.h"
#include "api/routes/FeedRoutes.h"

namespace test {

/// A topic of the feed whose items a test sets.
class Shelf : public api::FeedTopic
{
public:
    using FeedTopic::FeedTopic;

    void begin() override {}
    void end() override {}
    core::Task<QList<api::FeedItem>> items(api::FeedAudience) override
    {
        co_return QList<api::FeedItem>(books.values());
    }
    void put(const QString &id, const QString &title, const QString &kind = "changed")
    {
        books.insert(id, {id, {}, {{"id", id}, {"title", title}}});
        emit changed(kind, books.value(id));
    }
    void take(const QString &id)
    {
        const api::FeedItem item = books.take(id);
        emit changed("removed", item);
    }

    QMap<QString, api::FeedItem> books;
};

/// The real feed on a port of its own, which can go and come back there with another memory.
class FeedServer
{
public:
    FeedServer() { start(); }

    void start()
    {
        m_feed = std::make_unique<api::Feed>();
        m_feed->add(&shelf);
        m_feed->add(&usage);
        m_routes = std::make_unique<api::FeedRoutes>(m_feed.get());
        api::Options options;
        options.port = m_port;
        m_server = std::make_unique<api::Server>(options, m_routes->table(), principalOf);
        const core::Result<> listening = m_server->listen();
        if (!listening)
            qFatal("%s", qPrintable(listening.error().message));
        m_port = m_server->port();
    }
    void stop()
    {
        m_server.reset();
        m_feed.reset();
    }
    QUrl url() const { return QUrl(QString("http://127.0.0.1:%1").arg(m_port)); }

    Shelf shelf{"conversations"};
    Shelf usage{"usage", api::FeedTopic::Delivery::Subscribed};

private:
    static std::optional<api::Principal> principalOf(const QByteArray &key)
    {
        if (key != "the-right-key")
            return {};
        return api::Principal{"ada", "k1", {"admin"}};
    }

    quint16 m_port = 0;
    std::unique_ptr<api::Feed> m_feed;
    std::unique_ptr<api::FeedRoutes> m_routes;
    std::unique_ptr<api::Server> m_server;
};

} // namespace test
