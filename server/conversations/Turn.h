// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Client.h"

namespace conversations {

/// A message of a prompt that is written here rather than taken from the log.
inline llm::TurnPointer turnOf(model::Role role, const QString &text)
{
    model::Message message;
    message.role = role;
    message.content = model::Contents::ofText(text);
    return std::make_shared<llm::Turn>(llm::Turn{std::move(message)});
}

} // namespace conversations
