// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/windows/Actions.h"

namespace ui {

/// What can be done with a conversation as a whole, from a list, its header and the palette.
class ConversationMenu : public QObject
{
    Q_OBJECT

public:
    /// @p session outlives it. @p window: over which it asks.
    ConversationMenu(Session *session, QWidget *window);

    /// All of it as a menu. @p item: the conversation, at least its id.
    void show(const QJsonObject &item, const QPoint &place);
    /// One of openInWindow to remove.
    void run(ActionId action, const QJsonObject &item);
    /// Makes another conversation that begins as this one, up to an event, or whole.
    void fork(const QString &id, const QString &eventId = {});
    /// Those that run() knows, in their order.
    static const QList<ActionId> &actions();

signals:
    void windowAsked(const QString &conversationId);
    /// A new conversation is there.
    void made(const QString &conversationId);
    /// Something was done, or refused.
    void told(const QString &text, bool isDone);

private:
    void condense(const QString &id);
    void exportTo(const QJsonObject &item);
    void remove(const QJsonObject &item);
    template<typename T>
    void ask(core::Task<T> task, std::function<void(const core::Result<T> &)> then);

    Session *m_session;
    QWidget *m_window;
};

} // namespace ui
