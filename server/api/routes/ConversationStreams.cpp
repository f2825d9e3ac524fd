// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/ConversationStreams.h"

#include "api/routes/ConversationSocket.h"
#include "api/routes/EventStream.h"
#include "conversations/Commands.h"

using namespace api;
using conversations::Projector;
using core::Error;
namespace commands = conversations::commands;

namespace {

/// What a client may say on the socket: {"message": "Hello"}, {"type": "pause"}, ...
struct StreamCommand
{
    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    QString type = "message";
    std::optional<model::Contents> message;
    bool run = true;
    QStringList actions;
    QString reason = "The user rejected the action.";

    static constexpr auto fields()
    {
        return std::tuple{json::optional("type", &StreamCommand::type),
                          json::field("message", &StreamCommand::message),
                          json::optional("run", &StreamCommand::run),
                          json::optional("actions", &StreamCommand::actions),
                          json::optional("reason", &StreamCommand::reason)};
    }
};

core::Task<> perform(LiveConversation conversation, StreamCommand command)
{
    if (command.type == "pause")
        co_return co_await commands::pause(conversation);
    if (command.type == "resume")
        co_return co_await commands::resume(conversation);
    if (command.type == "interrupt")
        co_return co_await commands::interrupt(conversation);
    if (command.type == "approve")
        co_return co_await commands::approve(conversation, command.actions);
    if (command.type == "reject")
        co_return co_await commands::reject(conversation, command.actions, command.reason);
    if (command.type != "message")
        co_return core::fail(Error::Kind::Invalid,
                             "type: expected message, pause, resume, interrupt, approve or reject");
    if (!command.message)
        co_return core::fail(Error::Kind::Invalid, "message: is required");
    model::SendMessage message;
    message.content = *command.message;
    message.run = command.run;
    co_return co_await commands::send(conversation, std::move(message));
}

core::Task<> obeyCommand(LiveConversation conversation, QString text)
{
    const core::Result<QJsonValue> value = json::parse(text.toUtf8());
    if (!value)
        co_return std::unexpected(value.error());
    const core::Result<StreamCommand> command = json::read<StreamCommand>(*value);
    if (!command)
        co_return std::unexpected(command.error());
    co_return co_await perform(conversation, *command);
}

/// A WebSocket that listens.
class SocketListener : public StreamListener
{
public:
    explicit SocketListener(Socket *socket)
        : m_socket(socket)
    {}

    QObject *context() override { return m_socket; }
    bool isListening() const override { return m_socket && m_socket->isOpen(); }
    qint64 queuedBytes() const override { return m_socket ? m_socket->queuedBytes() : 0; }
    void tell(const conversations::Projected &item) override
    {
        if (m_socket)
            m_socket->sendText(item.text);
    }
    void end(const QString &reason) override
    {
        if (m_socket)
            m_socket->close(CloseCode::GoingAway, reason);
    }

private:
    QPointer<Socket> m_socket;
};

} // namespace

ConversationStreams::ConversationStreams(conversations::Conversations *conversations)
    : m_conversations(conversations)
{}

QList<Route> ConversationStreams::table()
{
    using Self = ConversationStreams;
    const QString path = "/conversations/{id}/stream";
    const RouteOptions plain{.tag = "Conversations"};
    return {withSocket(route(Method::Get, path, "streamConversation", this, &Self::listen, plain),
                       socketRoute(path, "streamConversation", this, &Self::open, plain))};
}

void ConversationStreams::end()
{
    emit ending();
}

void ConversationStreams::open(Caller caller, std::shared_ptr<Socket> socket, Path<ById> path,
                               Query<Cursor> query)
{
    core::spawn(serve(caller, std::move(socket), path->id, *query), "serving a stream");
}

core::Task<> ConversationStreams::serve(Caller caller, std::shared_ptr<Socket> socket, QString id,
                                        Cursor cursor)
{
    const core::Result<LiveConversation> entered = co_await enter(m_conversations, caller.userId,
                                                                  socket, id);
    if (!entered)
        co_return std::unexpected(entered.error());
    const LiveConversation conversation = *entered;
    if (!conversation)
        co_return {};
    const auto listener = std::make_shared<SocketListener>(socket.get());
    // The connection owns the listener, so that it goes with the socket.
    QObject::connect(socket.get(), &QObject::destroyed, socket.get(), [listener] {});
    hear(caller, conversation, socket, obeyCommand, conversations::errorText);
    co_return co_await follow(listener, Projector::of(conversation), cursor.after);
}

/// A browser that connects again says where it was in Last-Event-ID.
static std::optional<qint64> cursorOf(const QHttpHeaders &headers, std::optional<qint64> after)
{
    bool isNumber = false;
    const qint64 last = headers.combinedValue("Last-Event-ID").toLongLong(&isNumber);
    return isNumber ? std::optional(last) : after;
}

static Response streamRefusal(const Caller &caller)
{
    Response answer = statusResponse(
        426, "This path speaks WebSocket, version 13, and text/event-stream to who accepts it.",
        errorForm(caller.headers));
    answer.headers.append(QHttpHeaders::WellKnownHeader::Upgrade, "websocket");
    answer.headers.append(QHttpHeaders::WellKnownHeader::SecWebSocketVersion, "13");
    return answer;
}

core::Task<Response> ConversationStreams::listen(Caller caller, Path<ById> path,
                                                 Query<Cursor> query)
{
    const auto found = co_await m_conversations->find(caller.userId, path->id);
    if (!found)
        co_return std::unexpected(found.error());
    const QByteArray accepted = caller.headers.combinedValue("Accept");
    if (!accepted.contains("text/event-stream"))
        co_return streamRefusal(caller);
    const auto stream = std::make_shared<EventStream>(caller.stop);
    connect(this, &ConversationStreams::ending, stream.get(),
            [raw = stream.get()] { raw->end("The server is stopping."); });
    core::spawn(follow(stream, Projector::of(*found), cursorOf(caller.headers, query->after)),
                "serving server-sent events");
    Response response;
    response.contentType = "text/event-stream; charset=utf-8";
    response.stream = stream;
    response.headers.append("X-Accel-Buffering", "no");
    co_return response;
}

#include "moc_ConversationStreams.cpp"
