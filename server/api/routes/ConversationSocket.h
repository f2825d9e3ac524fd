// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Request.h"
#include "api/Socket.h"
#include "conversations/Conversations.h"

/// What the sockets of a conversation have in common.
namespace api {

using LiveConversation = std::shared_ptr<conversations::Conversation>;

/// The conversation that a socket was opened for. A socket that cannot have it is closed, with the
/// code that says why, and nothing is returned.
core::Task<LiveConversation> enter(conversations::Conversations *conversations, QString userId,
                                   std::shared_ptr<Socket> socket, QString id);

/// Encodes what went wrong for one kind of socket.
using ErrorFrame = QByteArray (*)(const core::Error &error);

/// Does what a client said on one kind of socket.
using Obey = core::Task<> (*)(LiveConversation conversation, QString text);

/// Takes what the client says as messages of its user that are answered at once.
core::Task<> takeMessage(LiveConversation conversation, QString text);

/// Obeys what the client says and lets the work go on; a key that may only read gets an error
/// instead. The connection owns the conversation, so that it stays in memory while somebody
/// listens.
void hear(const Caller &caller, const LiveConversation &conversation,
          const std::shared_ptr<Socket> &socket, Obey obey, ErrorFrame errorFrame);

/// The name that clients know an error by.
QString errorCode(const core::Error &error);

/// Waits until the client has taken most of what a replay put in front of it, or is gone.
core::Task<> taken(std::shared_ptr<Socket> socket);

} // namespace api
