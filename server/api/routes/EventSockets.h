// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/Socket.h"
#include "api/routes/Common.h"
#include "conversations/Conversations.h"

namespace api {

/// /sockets/events/{id}: a snapshot, what was asked to be sent again, then everything as it
/// happens.
class EventSockets
{
public:
    explicit EventSockets(conversations::Conversations *conversations);

    QList<Route> table();

private:
    enum class Resend { None, All, Since };
    friend constexpr auto enumNames(EventSockets::Resend)
    {
        return std::array{std::pair{Resend::None, "none"}, std::pair{Resend::All, "all"},
                          std::pair{Resend::Since, "since"}};
    }

    struct ResendQuery
    {
        std::optional<Resend> mode;
        std::optional<Moment> afterTimestamp;
        bool all = false;

        static constexpr auto fields()
        {
            return std::tuple{json::field("resend_mode", &ResendQuery::mode),
                              json::field("after_timestamp", &ResendQuery::afterTimestamp),
                              json::optional("resend_all", &ResendQuery::all)};
        }
    };

    void open(Caller caller, std::shared_ptr<Socket> socket, Path<ConversationPath> path,
              Query<ResendQuery> query);
    core::Task<> serve(Caller caller, std::shared_ptr<Socket> socket, QString id,
                       ResendQuery query);
    static void subscribe(const conversations::Conversation &conversation, Socket &socket);
    core::Task<> replay(std::shared_ptr<Socket> socket, QString id, ResendQuery query);

    conversations::Conversations *m_conversations;
};

} // namespace api
