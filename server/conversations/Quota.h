// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversation.h"

namespace conversations {

/// Whether the user may have one more open conversation; Conflict when not. Those that are started
/// at the same moment may each be the last.
core::Task<> checkQuota(Services services, QString userId);

} // namespace conversations
