// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversation.h"

namespace conversations {

/// Gives a conversation without a title one that says in at most 50 characters what @p text, a
/// user's message, asks for: by its model, or the message's beginning when that fails. A title that
/// came by other means stays.
core::Task<> entitle(std::shared_ptr<Conversation> conversation, QString text);

/// The text on one line, cut to 50 characters.
QString titleFrom(const QString &text);

} // namespace conversations
