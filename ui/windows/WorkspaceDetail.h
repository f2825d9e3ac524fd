// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/models/Usage.h"
#include "ui/widgets/Table.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;

namespace ui {

class ElidedLabel;
class Graph;
class NeedsServer;
class Notice;
class TableView;
class WorkspaceRules;

/// One workspace: what it uses now, what it is made of, what runs in it, what it printed and
/// what it may; and what can be done with it.
class WorkspaceDetail : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive it.
    WorkspaceDetail(Session *session, Usage *usage, QWidget *parent = nullptr);

    void look(const QString &workspaceId);
    QString workspaceId() const { return m_id; }
    /// Asks first, and says what goes.
    void askRemove();
    void rename();
    /// What it may use and reach.
    void openRules();

signals:
    void closeAsked();
    void terminalAsked(const QString &workspaceId);
    void filesAsked(const QString &workspaceId);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void layOut();
    QWidget *makeOverview();
    QWidget *makeProcesses();
    QWidget *makeLog();
    void update();
    void updateUsage();
    void updateFailure(const QJsonObject &workspace);
    void updateFacts(const QJsonObject &workspace);
    void readTab();
    void askKill();
    void tell(core::Task<> command);

    Session *m_session;
    NeedsServer *m_needs;
    Usage *m_usage;
    QString m_id;
    Table m_processes;
    ElidedLabel *m_name;
    QLabel *m_state;
    Notice *m_notice;
    Notice *m_failure; ///< why it does not start
    QString m_failureTold; ///< so that one that was put away stays away
    QPushButton *m_terminal;
    QPushButton *m_files;
    QPushButton *m_pause;
    QPushButton *m_stop;
    QPushButton *m_rename;
    QPushButton *m_remove;
    QTabWidget *m_tabs;
    WorkspaceRules *m_rules;
    Graph *m_processors;
    Graph *m_memory;
    Graph *m_disk;
    Graph *m_network;
    QFormLayout *m_facts;
    TableView *m_processView;
    QPushButton *m_kill;
    QPlainTextEdit *m_log;
};

} // namespace ui
