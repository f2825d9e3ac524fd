// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/ConversationWindow.h"

#include <QPointer>

#include <functional>

namespace ui {

/// The windows of single conversations that are open; one for each at most.
class ConversationWindows
{
public:
    /// What was told to a screen reader of a conversation.
    using Heard = std::function<void(const QString &conversationId, const QString &text)>;

    /// @p openSettings is called for a person who wants them.
    ConversationWindows(std::function<void()> openSettings, Heard heard)
        : m_openSettings(std::move(openSettings))
        , m_heard(std::move(heard))
    {}

    /// Raises the one that there is, or makes it.
    void open(const LiveConversation::Needs &needs, const QString &conversationId);
    void closeAll();
    QList<ConversationWindow *> all() const;

private:
    const std::function<void()> m_openSettings;
    const Heard m_heard;
    QList<QPointer<ConversationWindow>> m_windows;
};

} // namespace ui
