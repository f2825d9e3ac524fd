// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/ConversationWindow.h"

#include <QPointer>

namespace ui {

/// The windows of single conversations that are open; one for each at most.
class ConversationWindows
{
public:
    /// Raises the one that there is, or makes it.
    void open(const LiveConversation::Needs &needs, const QString &conversationId);
    void closeAll();
    QList<ConversationWindow *> all() const;

private:
    QList<QPointer<ConversationWindow>> m_windows;
};

} // namespace ui
