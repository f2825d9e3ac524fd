// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/LiveConversation.h"

namespace ui {

class Actions;
class CommandPalette;
class ConversationMenu;

/// One conversation in a window of its own.
class ConversationWindow : public QWidget
{
    Q_OBJECT

public:
    explicit ConversationWindow(const LiveConversation::Needs &needs,
                                const QString &conversationId);

    QString id() const { return m_live->id(); }
    Actions *actions() { return m_actions; }

signals:
    /// One of it was made here, or is wanted in another window.
    void windowAsked(const QString &conversationId);
    void settingsAsked();
    /// As LiveConversation::agentHeard().
    void agentHeard(const QString &conversationId, const QString &text);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void bindActions(const LiveConversation::Needs &needs);
    void updateTitle();
    void leaveIfGone(const QString &kind, const QString &id);

    LiveConversation *m_live;
    ConversationMenu *m_menu;
    CommandPalette *m_palette;
    Actions *m_actions;
};

} // namespace ui
