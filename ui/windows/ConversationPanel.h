// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Table.h"
#include "ui/windows/TouchedFiles.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QTabWidget;

namespace ui {

class CardSheet;
class FileDrag;
class ElidedLabel;
class GitChanges;
class TableView;
class TerminalPane;
class TimelineModel;
class UsagePanel;

/// Beside a conversation: which files it touched and how, its plan, what it used, and a shell of
/// its workspace. What nobody looks at is not computed.
class ConversationPanel : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive it.
    ConversationPanel(Session *session, TimelineModel *timeline, QWidget *parent = nullptr);

    void look(const QString &conversationId);
    /// A shell of the conversation's workspace, in front and with the focus.
    void openTerminal();
    bool isTerminalInFront() const;

signals:
    /// What became of what somebody wanted.
    void told(const QString &text, bool isDone);

protected:
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void endTerminal();
    void showTerminal();
    QWidget *makeFiles();
    QWidget *makePlan();
    QWidget *makeUsage();
    QWidget *makeTerminal();
    void updateTabs();
    void update();
    void readOn();
    void forget(int first);
    void turn();
    void lookAtUsage();
    void readRow(int row);
    void askGit();
    void followState();
    void updateFiles();
    void showFile();
    QList<Card> cardsOfFile() const;
    void showGitFile(const QString &path, const QString &before, const QString &after);
    void openDiff();
    void download();
    void fetch(const QString &source, const QString &target, std::function<void()> then);
    void updatePlan();

    Session *m_session;
    TimelineModel *m_timeline;
    QString m_id;
    QString m_state; ///< of the conversation
    TouchedFiles m_touched;
    GitChanges *m_git;
    std::optional<Card> m_gitCard; ///< of the file that is chosen, which no edit tells of
    int m_readRows = 0;
    QTimer m_reading; ///< until more of a long history is read, or what has just come
    bool m_isChanged = false; ///< since the files were shown
    bool m_isEdited = false; ///< since git was asked
    QStringList m_shownFile; ///< and what its cards are made of
    int m_planRow = -1;
    Table m_files;
    QTabWidget *m_tabs;
    ElidedLabel *m_changed;
    TableView *m_view;
    CardSheet *m_diff;
    FileDrag *m_drag;
    QPushButton *m_openDiff;
    QPushButton *m_download;
    CardSheet *m_plan;
    UsagePanel *m_usage;
    QWidget *m_place; ///< of the terminal
    QLabel *m_noTerminal;
    TerminalPane *m_terminal = nullptr; ///< once it was looked at
    QString m_workspace; ///< that it is in
};

} // namespace ui
