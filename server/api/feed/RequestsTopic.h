// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedTopic.h"
#include "telemetry/RequestLog.h"

namespace api {

/// "requests", on demand and for admins: each request when it was answered.
class RequestsTopic : public FeedTopic
{
    Q_OBJECT

public:
    /// @p log outlives it.
    explicit RequestsTopic(const telemetry::RequestLog *log)
        : FeedTopic("requests", Delivery::Subscribed, Readers::Admins)
        , m_log(log)
    {}

    void tell(const telemetry::AnsweredRequest &request)
    {
        if (m_isWatched)
            emit changed("answered", itemOf(request));
    }

    void begin() override { m_isWatched = true; }
    void end() override { m_isWatched = false; }
    core::Task<QList<FeedItem>> items(FeedAudience) override
    {
        QList<FeedItem> items;
        for (const telemetry::AnsweredRequest &request : m_log->find({}))
            items.append(itemOf(request));
        co_return items;
    }

private:
    static FeedItem itemOf(const telemetry::AnsweredRequest &request)
    {
        const QString id = QString::number(request.seq);
        QJsonObject item = json::write(request).toObject();
        item.insert("id", id);
        return {id, request.userId, item, true};
    }

    const telemetry::RequestLog *m_log;
    bool m_isWatched = false;
};

} // namespace api
