// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/feed/Feed.h"

namespace api {

/// GET /feed: one WebSocket for everything that a key may see.
class FeedRoutes
{
public:
    /// @p feed outlives it.
    explicit FeedRoutes(Feed *feed)
        : m_feed(feed)
    {}

    QList<Route> table();

private:
    struct Wanted
    {
        std::optional<QString> after; ///< the cursor of the last frame
        std::optional<QString> user;  ///< "*", for an admin: what every user has

        static constexpr auto fields()
        {
            return std::tuple{json::field("after", &Wanted::after, "cursor of the last frame"),
                              json::field("user", &Wanted::user,
                                          "for an admin: a user's id, or * for all")};
        }
    };

    void open(Caller caller, std::shared_ptr<Socket> socket, Query<Wanted> query);

    Feed *m_feed;
};

} // namespace api
