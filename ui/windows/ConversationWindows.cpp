// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationWindows.h"

namespace ui {

QList<ConversationWindow *> ConversationWindows::all() const
{
    QList<ConversationWindow *> open;
    for (const QPointer<ConversationWindow> &window : m_windows) {
        if (window)
            open.append(window);
    }
    return open;
}

void ConversationWindows::closeAll()
{
    for (const QPointer<ConversationWindow> &window : std::exchange(m_windows, {}))
        delete window.data();
}

void ConversationWindows::open(const LiveConversation::Needs &needs, const QString &conversationId)
{
    m_windows.removeIf([](const QPointer<ConversationWindow> &window) { return !window; });
    const auto found = std::ranges::find_if(m_windows, [&](const auto &window) {
        return window->id() == conversationId;
    });
    ConversationWindow *window = found == m_windows.end() ? nullptr : found->data();
    if (!window) {
        window = new ConversationWindow(needs, conversationId);
        QObject::connect(window, &ConversationWindow::windowAsked, window,
                         [this, needs](const QString &id) { open(needs, id); });
        QObject::connect(window, &ConversationWindow::settingsAsked, window, m_openSettings);
        QObject::connect(window, &ConversationWindow::agentHeard, window, m_heard);
        m_windows.append(window);
    }
    window->show();
    window->raise();
    window->activateWindow();
}

} // namespace ui
