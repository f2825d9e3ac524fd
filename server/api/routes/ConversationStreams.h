// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/Socket.h"
#include "api/routes/StreamListener.h"
#include "conversations/Conversations.h"

namespace api {

/// /conversations/{id}/stream: what people are told of a conversation, after a cursor and then as
/// it happens, without a gap or a repetition. A WebSocket takes commands too; with Accept:
/// text/event-stream the same comes as server-sent events.
class ConversationStreams : public QObject
{
    Q_OBJECT

public:
    explicit ConversationStreams(conversations::Conversations *conversations);

    QList<Route> table();
    /// Ends every stream of server-sent events.
    void end();

signals:
    void ending();

private:
    struct ById
    {
        QString id;

        static constexpr auto fields() { return std::tuple{json::field("id", &ById::id)}; }
    };
    struct Cursor
    {
        std::optional<qint64> after;

        static constexpr auto fields()
        {
            return std::tuple{json::field("after", &Cursor::after,
                                          "the last seq that you have, -1 for none; only what "
                                          "happens from now on when it is absent")};
        }
    };

    void open(Caller caller, std::shared_ptr<Socket> socket, Path<ById> path, Query<Cursor> query);
    core::Task<> serve(Caller caller, std::shared_ptr<Socket> socket, QString id, Cursor cursor);
    core::Task<Response> listen(Caller caller, Path<ById> path, Query<Cursor> query);

    conversations::Conversations *m_conversations;
};

} // namespace api
