// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/ConversationSocket.h"

using namespace api;
using core::Error;

namespace {

constexpr int mostSubscribers = 2000;
/// How much a replay may put in front of a slow reader before it waits.
constexpr qint64 replayAhead = 1 << 20;

core::Task<> receive(LiveConversation conversation, std::weak_ptr<Socket> socket, QString text,
                     Obey obey, ErrorFrame errorFrame)
{
    core::Task<> task = obey(conversation, std::move(text));
    const core::Result<> done = co_await task;
    conversation->startRun();
    if (done)
        co_return {};
    if (const std::shared_ptr<Socket> open = socket.lock())
        open->sendText(errorFrame(done.error()));
    co_return {};
}

} // namespace

core::Task<LiveConversation> api::enter(conversations::Conversations *conversations, QString userId,
                                        std::shared_ptr<Socket> socket, QString id)
{
    const core::Result<LiveConversation> found = co_await conversations->find(userId, id);
    if (!socket->isOpen())
        co_return LiveConversation();
    if (!found && found.error().kind == Error::Kind::NotFound) {
        socket->close(CloseCode::NotFound, "Conversation not found");
        co_return LiveConversation();
    }
    if (!found) {
        socket->close(CloseCode::TryAgainLater, found.error().message);
        co_return std::unexpected(found.error());
    }
    if ((*found)->subscriberCount() >= mostSubscribers) {
        socket->close(CloseCode::TryAgainLater, "Too many connections for this conversation");
        co_return LiveConversation();
    }
    co_return *found;
}

core::Task<> api::takeMessage(LiveConversation conversation, QString text)
{
    const core::Result<QJsonValue> value = json::parse(text.toUtf8());
    if (!value)
        co_return std::unexpected(value.error());
    const core::Result<model::SendMessage> message = json::read<model::SendMessage>(*value);
    if (!message)
        co_return std::unexpected(message.error());
    if (message->role != "user")
        co_return core::fail(Error::Kind::Invalid, "role: only user messages can be sent");
    co_return co_await conversation->addMessageAndRun(*message);
}

void api::hear(const Caller &caller, const LiveConversation &conversation,
               const std::shared_ptr<Socket> &socket, Obey obey, ErrorFrame errorFrame)
{
    QObject::connect(socket.get(), &Socket::textReceived, socket.get(),
                     [conversation, obey, errorFrame, weak = std::weak_ptr(socket),
                      mayWrite = caller.may(Access::Write)](const QString &text) {
        const std::shared_ptr<Socket> open = mayWrite ? nullptr : weak.lock();
        if (open)
            open->sendText(errorFrame(missingScope(Access::Write)));
        if (!mayWrite)
            return;
        core::spawn(receive(conversation, weak, text, obey, errorFrame),
                    "taking what is said on a socket");
    });
}

QString api::errorCode(const Error &error)
{
    return error.kind == Error::Kind::Invalid ? "ValidationError" : "ServerError";
}

core::Task<> api::taken(std::shared_ptr<Socket> socket)
{
    while (socket->isOpen() && socket->queuedBytes() > replayAhead) {
        const core::Result<> waited = co_await core::sleepFor(std::chrono::milliseconds(10));
        if (!waited)
            co_return std::unexpected(waited.error());
    }
    co_return {};
}
