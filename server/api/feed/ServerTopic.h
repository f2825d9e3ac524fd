// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedTopic.h"

namespace api {

/// "server": what the server says of itself, one item.
class ServerTopic : public FeedTopic
{
    Q_OBJECT

public:
    using Describe = std::function<QJsonObject()>;

    /// @p describe gives nothing secret and nothing of one user.
    explicit ServerTopic(Describe describe)
        : FeedTopic("server")
        , m_describe(std::move(describe))
    {}

    /// What describe() says may be different now.
    void touch()
    {
        if (!m_isWatched)
            return;
        const FeedItem now = item();
        if (std::exchange(m_told, now.item) != now.item)
            emit changed("changed", now);
    }

    void begin() override
    {
        m_isWatched = true;
        m_told = item().item;
    }
    void end() override { m_isWatched = false; }
    core::Task<QList<FeedItem>> items(FeedAudience) override
    {
        co_return QList<FeedItem>(1, item());
    }

private:
    FeedItem item() const
    {
        QJsonObject object = m_describe();
        object.insert("id", "server");
        return {"server", {}, object};
    }

    const Describe m_describe;
    bool m_isWatched = false;
    QJsonObject m_told;
};

} // namespace api
