// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/Session.h"
#include "core/Clock.h"

namespace agent {

/// The unchanging part of the system prompt: the same for every conversation with the same
/// settings, so that providers can cache it. Unavailable when a file that the agent names cannot be
/// read.
core::Result<QString> staticPrompt(const model::AgentConfig &agent);

/// The part that differs between conversations: the user's own text, names of secrets, the time.
/// Nothing when there is neither a context nor a secret.
std::optional<QString> dynamicPrompt(const model::AgentConfig &agent,
                                     const QList<SecretName> &secrets,
                                     const core::Clock &clock = core::Clock::system());

} // namespace agent
