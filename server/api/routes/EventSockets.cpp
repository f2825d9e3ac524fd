// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/EventSockets.h"

#include "api/routes/ConversationSocket.h"
#include "core/Clock.h"

using namespace api;
using core::Error;

namespace {

/// The client closes a connection that sends a message of 1 MiB; a larger event is left to REST.
constexpr qsizetype largestFrame = 1'000'000;

void send(Socket &socket, const QByteArray &frame)
{
    if (!frame.isEmpty() && frame.size() <= largestFrame)
        socket.sendText(frame);
}

QByteArray errorFrame(const Error &error)
{
    return json::text(QJsonObject{{"id", core::newId()},
                                  {"timestamp", core::localTimestamp(core::Clock::system().now())},
                                  {"source", "environment"},
                                  {"code", errorCode(error)},
                                  {"detail", error.message},
                                  {"kind", "ServerErrorEvent"}});
}

} // namespace

EventSockets::EventSockets(conversations::Conversations *conversations)
    : m_conversations(conversations)
{}

QList<Route> EventSockets::table()
{
    return {socketRoute("/sockets/events/{id}", "streamEvents", this, &EventSockets::open,
                        {.tag = "Sockets"})};
}

void EventSockets::open(Caller caller, std::shared_ptr<Socket> socket, Path<ConversationPath> path,
                        Query<ResendQuery> query)
{
    core::spawn(serve(std::move(caller), std::move(socket), path->id.text, *query),
                "serving an event socket");
}

core::Task<> EventSockets::serve(Caller caller, std::shared_ptr<Socket> socket, QString id,
                                 ResendQuery query)
{
    const core::Result<LiveConversation> entered = co_await enter(m_conversations, caller.userId,
                                                                  socket, id);
    if (!entered)
        co_return std::unexpected(entered.error());
    if (!*entered)
        co_return {};
    subscribe(**entered, *socket);
    hear(caller, *entered, socket, takeMessage, errorFrame);
    send(*socket, (*entered)->snapshotFrame());
    co_return co_await replay(std::move(socket), std::move(id), std::move(query));
}

void EventSockets::subscribe(const conversations::Conversation &conversation, Socket &socket)
{
    QObject::connect(&conversation, &conversations::Conversation::framePublished, &socket,
                     [receiver = &socket](const conversations::Frame &frame) {
        send(*receiver, frame.text);
    });
}

core::Task<> EventSockets::replay(std::shared_ptr<Socket> socket, QString id, ResendQuery query)
{
    const Resend mode = query.mode.value_or(query.all ? Resend::All : Resend::None);
    if (mode == Resend::None || (mode == Resend::Since && !query.afterTimestamp))
        co_return {};
    store::EventSearch search;
    search.filter.conversationId = id;
    if (mode == Resend::Since)
        search.filter.timestampFrom = query.afterTimestamp->local;
    do {
        const auto page = co_await m_conversations->services().events->page(search);
        if (!page)
            co_return std::unexpected(page.error());
        for (const store::EventRow &row : page->rows) {
            send(*socket, row.body);
            const core::Result<> caughtUp = co_await taken(socket);
            if (!caughtUp)
                co_return std::unexpected(caughtUp.error());
        }
        search.cursor = page->next;
    } while (search.cursor && socket->isOpen());
    co_return {};
}
