// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/ConversationMenu.h"

namespace ui {

class LiveConversation;

/// What a window that shows a conversation can do with it.
struct ShownConversation
{
    std::function<LiveConversation *()> live; ///< null while none is shown
    std::function<ConversationMenu *()> menu; ///< null while there is no server
};

/// Makes the actions on a conversation possible in a window.
void bindConversation(Actions *actions, const ShownConversation &shown);

} // namespace ui
