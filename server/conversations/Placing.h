// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversation.h"

namespace conversations {

/// @p state with the directory in its workspace where it works, made and a git repository. A
/// workspace that takes longer than a second comes up behind the conversation, and the directory
/// with it; one that cannot be had is told by the first run. Invalid when no directory can be where
/// it was asked for.
core::Task<State> inItsPlace(Services services, State state);

} // namespace conversations
