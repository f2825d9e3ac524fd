// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Commands.h"
#include "ui/models/Draft.h"
#include "ui/widgets/TimelineModel.h"

#include <QWidget>

namespace ui {

class ApprovalCard;
class Composer;
class ConversationHeader;
class FindBar;
class NeedsServer;
class TimelineView;

/// One conversation: who it is, its timeline, the question that waits and the place to write. It
/// knows no server; what a person wants comes as signals.
class ConversationView : public QWidget
{
    Q_OBJECT

public:
    explicit ConversationView(QWidget *parent = nullptr);

    TimelineModel *timeline() { return &m_model; }
    TimelineView *timelineView() { return m_view; }
    ConversationHeader *header() { return m_header; }

    /// @p item: `title`, `state` as the wire has it, `user`, `model`, `workspace`, `directory`,
    /// `cost`, `confirmation_policy`.
    void setSummary(const QJsonObject &item);
    /// An empty one withdraws what was asked.
    void setQuestion(const QJsonObject &question);
    /// Gives the question the focus, if there is one.
    void focusQuestion();
    /// What needs the server is off while it does not answer; what was written stays.
    void setOnline(bool isOnline);
    /// What somebody has begun to write.
    Draft draft() const;
    void setDraft(const Draft &draft);
    /// A word into what is being written.
    void insert(const QString &text);
    /// Asks for images and other files that go with the message.
    void attach();
    /// Looks for a text in the timeline; @p step, 1 or -1, goes from one place to the next.
    void find();
    void findNext(int step);
    void endFind();
    /// Whether letters act in the timeline and on a question.
    void setSingleKeys(bool areOn);
    /// What the focus goes to from pane to pane.
    QList<QWidget *> panes() const;

signals:
    void said(const ui::Draft &draft, bool andRun);
    /// Files of this machine for the workspace.
    void filesGiven(const QStringList &files);
    /// The person wants to change when the agent asks.
    void policyAsked();
    /// The person wants another conversation that begins as this one, up to an event.
    void forkAsked(const QString &eventId);
    /// The person wants the address of an event.
    void linkAsked(const QString &eventId);
    void settingsAsked();
    /// The person wants the agent to go on after a failure.
    void runAsked();
    void moreStepsAsked();
    void allowed(const QStringList &actionIds, const QJsonObject &policy);
    void denied(const QStringList &actionIds, const QString &reason, ui::Commands::Run run);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void layOut();
    void updateActions();
    void updateFollowing();

    TimelineModel m_model;
    QString m_state;
    bool m_isOnline = true;
    ConversationHeader *m_header;
    FindBar *m_find;
    TimelineView *m_view;
    ApprovalCard *m_question;
    Composer *m_composer;
    NeedsServer *m_needs;
};

} // namespace ui
