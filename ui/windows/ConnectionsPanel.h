// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"
#include "ui/windows/FormDialog.h"
#include "ui/windows/PageFrame.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace ui {

class NeedsServer;
class TableView;

/// Why a connection became what it became.
QString egressReasonWord(const QString &reason);

/// What workspaces wanted to reach, what became of it, and what holds from now on.
class ConnectionsPanel : public PageFrame
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit ConnectionsPanel(Session *session, QWidget *parent = nullptr);

    void focusFilter();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeJournal();
    QWidget *makeRules();
    QPushButton *answerButton(const QString &answer);
    void take(const QList<QJsonObject> &items);
    void readRules();
    void say(const QString &answer, bool isEverywhere);
    void updateActions();
    QList<Column> decisionColumns() const;
    QList<Column> ruleColumns() const;
    QString nameOf(const QString &workspaceId) const;

    Session *m_session;
    NeedsServer *m_needs;
    Table m_decisions;
    Table m_rules;
    QLineEdit *m_filter;
    QPushButton *m_refused;
    TableView *m_journal;
    TableView *m_ruleView;
    QPushButton *m_allow;
    QPushButton *m_deny;
    QPushButton *m_add;
    QPushButton *m_forget;
};

/// A host that workspaces may or may not reach from now on.
class NewRuleDialog : public FormDialog
{
    Q_OBJECT

public:
    NewRuleDialog(Session *session, QWidget *parent);

signals:
    void made();

private:
    QJsonObject request() const;

    QLineEdit *m_host;
    QLineEdit *m_port;
    QComboBox *m_answer;
    QComboBox *m_workspace;
};

} // namespace ui
