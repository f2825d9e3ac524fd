// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"
#include "ui/windows/PageFrame.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace ui {

class AlertRules;
class NeedsServer;
class TableView;

/// What the server says that needs a person, what it said before, and the rules of it: what to do
/// about it, where it is, and for how long nobody is to be told of it.
class AlertsPage : public PageFrame
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit AlertsPage(Session *session, QWidget *parent = nullptr);

signals:
    void conversationAsked(const QString &conversationId);
    void workspaceAsked(const QString &workspaceId);
    void settingAsked(const QString &name);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeContent();
    void read();
    void choosePart(int part);
    void update();
    void look();
    void silence();

    Session *m_session;
    NeedsServer *m_needs;
    Table m_alerts;
    QTabBar *m_tabs;
    QStackedWidget *m_parts;
    TableView *m_view;
    AlertRules *m_rules;
    QLabel *m_advice;
    QPushButton *m_open;
    QPushButton *m_silence;
    bool m_isRead = false;
};

} // namespace ui
