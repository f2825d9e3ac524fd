// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/LiveConversation.h"

#include <QWidget>

class QSplitter;
class QStackedWidget;

namespace ui {

class ConversationList;
class EmptyState;

/// The conversations of a server and the one that is looked at.
class ConversationsPage : public QWidget
{
    Q_OBJECT

public:
    explicit ConversationsPage(const LiveConversation::Needs &needs, QWidget *parent = nullptr);

    void open(const QString &conversationId);
    /// The same, with an event in sight as soon as it has come.
    void openEvent(const QString &conversationId, const QString &eventId);
    /// Back to the list.
    void close();
    /// Back to the list, of those whose agents are at work.
    void showWorking();
    /// The one that is looked at; with an empty id while it is none.
    LiveConversation *live() const { return m_live; }
    /// Whether the list has given its place away.
    bool isListHidden() const;
    void focusFilter();
    QList<QWidget *> panes() const;
    /// Says what was refused, or done.
    void tell(const QString &text, bool isDone);

signals:
    /// A person wants to begin a conversation.
    void newAsked();
    /// A person wants to see what can be done with one.
    void menuAsked(const QJsonObject &item, const QPoint &place);
    /// As ConversationMenu::fork().
    void forkAsked(const QString &conversationId, const QString &eventId);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void updatePlaces();
    void look();

    bool m_isNarrow = false;
    QSplitter *m_splitter;
    ConversationList *m_list;
    QStackedWidget *m_places;
    EmptyState *m_nothing;
    LiveConversation *m_live;
};

} // namespace ui
