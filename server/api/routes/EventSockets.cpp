// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/EventSockets.h"

#include "core/Clock.h"

using namespace api;
using core::Error;

namespace {

/// The client closes a connection that sends a message of 1 MiB; a larger event is left to REST.
constexpr qsizetype largestFrame = 1'000'000;
constexpr int mostSubscribers = 2000;
/// How much a replay may put in front of a slow reader before it waits.
constexpr qint64 replayAhead = 1 << 20;

void send(Socket &socket, const QByteArray &frame)
{
    if (frame.size() <= largestFrame)
        socket.sendText(frame);
}

QByteArray errorFrame(const Error &error)
{
    const QString code = error.kind == Error::Kind::Invalid ? "ValidationError" : "ServerError";
    return json::text(QJsonObject{{"id", core::newId()},
                                  {"timestamp", core::localTimestamp(core::Clock::system().now())},
                                  {"source", "environment"},
                                  {"code", code},
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
    core::spawn(serve(caller.userId, std::move(socket), path->id.text, *query),
                "serving an event socket");
}

core::Task<> EventSockets::serve(QString userId, std::shared_ptr<Socket> socket, QString id,
                                 ResendQuery query)
{
    const core::Result<Live> found = co_await m_conversations->find(userId, id);
    if (!socket->isOpen())
        co_return {};
    if (!found && found.error().kind == Error::Kind::NotFound) {
        socket->close(CloseCode::NotFound, "Conversation not found");
        co_return {};
    }
    if (!found) {
        socket->close(CloseCode::TryAgainLater, found.error().message);
        co_return std::unexpected(found.error());
    }
    if ((*found)->subscriberCount() >= mostSubscribers) {
        socket->close(CloseCode::TryAgainLater, "Too many connections for this conversation");
        co_return {};
    }
    subscribe(*found, socket);
    send(*socket, (*found)->snapshotFrame());
    co_return co_await replay(std::move(socket), std::move(id), std::move(query));
}

void EventSockets::subscribe(const Live &conversation, const std::shared_ptr<Socket> &socket)
{
    Socket *receiver = socket.get();
    QObject::connect(conversation.get(), &conversations::Conversation::framePublished, receiver,
                     [receiver](const conversations::Frame &frame) {
        send(*receiver, frame.text);
    });
    // The connection owns the conversation, so that it stays in memory while somebody listens.
    QObject::connect(receiver, &Socket::textReceived, receiver,
                     [this, conversation, weak = std::weak_ptr(socket)](const QString &text) {
        core::spawn(receive(conversation, weak, text), "taking a message from a socket");
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
        search.filter.timestampFrom = query.afterTimestamp;
    do {
        const auto page = co_await m_conversations->services().events->page(search);
        if (!page)
            co_return std::unexpected(page.error());
        for (const store::EventRow &row : page->rows)
            send(*socket, row.body);
        search.cursor = page->next;
        while (socket->isOpen() && socket->queuedBytes() > replayAhead) {
            const core::Result<> waited = co_await core::sleepFor(std::chrono::milliseconds(10));
            if (!waited)
                co_return std::unexpected(waited.error());
        }
    } while (search.cursor && socket->isOpen());
    co_return {};
}

core::Task<> EventSockets::receive(Live conversation, std::weak_ptr<Socket> socket, QString text)
{
    core::Result<> done;
    const core::Result<QJsonValue> value = json::parse(text.toUtf8());
    if (!value) {
        done = std::unexpected(value.error());
    } else {
        const core::Result<model::SendMessage> message = json::read<model::SendMessage>(*value);
        if (!message)
            done = std::unexpected(message.error());
        else if (message->role != "user")
            done = core::fail(Error::Kind::Invalid, "role: only user messages can be sent");
        else
            done = co_await conversation->addMessageAndRun(*message);
    }
    conversation->startRun();
    if (done)
        co_return {};
    if (const std::shared_ptr<Socket> open = socket.lock())
        open->sendText(errorFrame(done.error()));
    co_return {};
}
