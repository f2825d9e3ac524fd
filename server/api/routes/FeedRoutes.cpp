// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/FeedRoutes.h"

#include "api/Socket.h"

using namespace api;

QList<Route> FeedRoutes::table()
{
    return {socketRoute("/feed", "readFeed", this, &FeedRoutes::open,
                        {.summary = "Snapshot, then changes, of all that the key may see",
                         .tag = "Feed"})};
}

void FeedRoutes::open(Caller caller, std::shared_ptr<Socket> socket, Query<Wanted> query)
{
    FeedAudience audience{.userId = caller.userId, .isAdmin = caller.isAdmin()};
    if (query->user && *query->user != caller.userId) {
        if (!audience.isAdmin) {
            socket->close(CloseCode::AuthenticationFailed, "Only an admin sees other users");
            return;
        }
        audience.isEverybody = *query->user == "*";
        audience.userId = audience.isEverybody ? QString() : *query->user;
    }
    m_feed->read(audience, socket, query->after);
}
