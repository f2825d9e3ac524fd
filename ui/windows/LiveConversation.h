// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/windows/ConversationLog.h"

#include <QWidget>

class QSplitter;

namespace ui {

class FileIntake;
class ConversationPanel;
class ConversationView;
class Drafts;
struct Draft;
class Notice;
class Preferences;
class WritingNews;

/// One conversation of a server as it goes on: its view, its panel, and what a person answers.
class LiveConversation : public QWidget
{
    Q_OBJECT

public:
    /// What everything here needs; all of it outlives this.
    struct Needs
    {
        Session *session;
        Preferences *preferences;
        Drafts *drafts;
    };

    explicit LiveConversation(const Needs &needs, QWidget *parent = nullptr);
    ~LiveConversation() override;

    /// @p item: what is known of it, at least its id; without one there is nothing to see.
    void look(const QJsonObject &item);
    /// An event is in sight as soon as it has come.
    void goTo(const QString &eventId);
    QString id() const { return m_item["id"].toString(); }
    /// What is known of it now.
    QJsonObject item() const;
    ConversationView *view() { return m_view; }
    ConversationPanel *panel() { return m_panel; }
    /// Says what was refused, or done.
    void tell(const QString &text, bool isDone = false);

    void focusQuestion();
    /// The panel beside the timeline, or above it where there is no room.
    void togglePanel();
    /// The workspace's terminal in the panel, or back from it.
    void toggleTerminal();
    /// Why there is no terminal; empty when there is one.
    QString whyNoTerminal() const;
    /// What the focus goes to from pane to pane.
    QList<QWidget *> panes() const;

signals:
    void summaryChanged();
    /// As ConversationMenu::fork().
    void forkAsked(const QString &conversationId, const QString &eventId);
    void settingsAsked();
    /// A screen reader was told what the agent wrote.
    void agentHeard(const QString &conversationId, const QString &text);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void connectView();
    void say(const Draft &draft, bool andRun);
    void mention(const QString &conversationId, const QString &path);
    void readItem();
    void placePanel();
    void goToWanted();
    void updateSummary();
    void updateQuestion();
    void updateOnline();
    void ask(core::Task<> command);

    const Needs m_needs;
    Session *m_session;
    QJsonObject m_item; ///< as it was when it was opened
    QString m_wantedEvent; ///< to be in sight
    bool m_hasPanelRoom = true;
    bool m_wantsPanel = true;
    bool m_isPanelAbove = false; ///< asked for where there is no room for it
    QSplitter *m_splitter;
    FileIntake *m_intake;
    Notice *m_notice;
    ConversationView *m_view;
    ConversationLog *m_log;
    ConversationPanel *m_panel;
    WritingNews *m_news;
};

} // namespace ui
