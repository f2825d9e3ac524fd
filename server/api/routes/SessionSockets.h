// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/Socket.h"
#include "api/routes/Common.h"
#include "conversations/Conversations.h"

namespace api {

/// The number of an event in its log; -1 stands before the first.
struct Sequence
{
    qint64 value = -1;
};

/// /sockets/session/{id}: the log after a cursor, which goes over into what happens without a gap
/// or a repetition; answers that are being written by the id of their event.
class SessionSockets
{
public:
    explicit SessionSockets(conversations::Conversations *conversations);

    QList<Route> table();

private:
    struct Cursor
    {
        std::optional<Sequence> afterSeq; ///< nothing: only what happens from now on
        std::optional<Sequence> newest;

        static constexpr auto fields()
        {
            return std::tuple{json::field("after_seq", &Cursor::afterSeq),
                              json::field("newest", &Cursor::newest,
                                          "without after_seq: begin with so many events before "
                                          "the end of the log")};
        }
    };
    class Feed;

    void open(Caller caller, std::shared_ptr<Socket> socket, Path<ConversationPath> path,
              Query<Cursor> query);
    core::Task<> serve(Caller caller, std::shared_ptr<Socket> socket, QString id, Cursor cursor);
    core::Task<> replay(std::shared_ptr<Feed> feed, std::shared_ptr<Socket> socket, QString id,
                        Cursor cursor);

    conversations::Conversations *m_conversations;
};

} // namespace api

template<>
struct json::Codec<api::Sequence>
{
    static void read(const QJsonValue &value, api::Sequence &out, Reader &reader)
    {
        bool isNumber = false;
        const qint64 number = value.toString().toLongLong(&isNumber);
        if (!isNumber)
            return reader.report("int_parsing", "expected a whole number", value);
        if (number < -1)
            return reader.report("greater_than_equal", "must be at least -1", value);
        out.value = number;
    }
    static QJsonValue write(const api::Sequence &value, Nulls) { return value.value; }
    static QJsonObject schema() { return {{"type", "integer"}, {"minimum", -1}}; }
};
