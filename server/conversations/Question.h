// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversation.h"

namespace conversations {

/// What the agent answers to @p question from all that has happened so far, whether it runs or not.
/// Question and answer stay out of the log; their cost is counted under "ask-agent-llm". Upstream
/// with the provider's words when the model gives no answer, Cancelled when the conversation is
/// closed or @p stop is requested.
core::Task<QString> ask(std::shared_ptr<Conversation> conversation, QString question,
                        std::stop_token stop);

} // namespace conversations
