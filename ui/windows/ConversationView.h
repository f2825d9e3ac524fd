// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/TimelineModel.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace ui {

class ApprovalCard;
class ElidedLabel;
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

    /// @p item: `title`, `state` as the wire has it, `user`, `model`, `workspace`, `cost`.
    void setSummary(const QJsonObject &item);
    /// An empty one withdraws what was asked.
    void setQuestion(const QJsonObject &question);
    /// Gives the question the focus, if there is one.
    void focusQuestion();
    /// What needs the server is off while it does not answer; what was written stays.
    void setOnline(bool isOnline);
    /// Whether there is a way back to the list, which this view has taken the place of.
    void setBackShown(bool isShown);

signals:
    void backAsked();
    void said(const QString &text, bool andRun);
    void pauseAsked();
    void resumeAsked();
    void stopAsked();
    void allowed(const QStringList &actionIds);
    void denied(const QStringList &actionIds, const QString &reason);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void layOut();
    void send(bool andRun);
    void updateActions();
    void updateFollowing();

    TimelineModel m_model;
    QString m_state;
    bool m_isOnline = true;
    TimelineView *m_view;
    QPushButton *m_back;
    ElidedLabel *m_title;
    QLabel *m_stateWord;
    ElidedLabel *m_facts;
    QPushButton *m_pause;
    QPushButton *m_stop;
    QPushButton *m_following;
    ApprovalCard *m_question;
    QPlainTextEdit *m_draft;
    QPushButton *m_send;
};

} // namespace ui
