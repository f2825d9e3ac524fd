// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"
#include "ui/windows/InboxItems.h"
#include "ui/windows/PageFrame.h"

class QBoxLayout;
class QButtonGroup;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace ui {

class ApprovalCard;
class ConnectionCard;
class NeedsServer;
class Preferences;
class RecentEvents;
class TableView;

/// Everything that needs a person: what agents ask, where workspaces want to connect, runs that
/// failed or are stuck, and alerts that fire. The oldest question is first. Beside it is what
/// happened before, and the answers; A, D and R answer from the list.
class InboxPage : public PageFrame
{
    Q_OBJECT

public:
    /// Both outlive it.
    InboxPage(Session *session, Preferences *preferences, QWidget *parent = nullptr);

    /// Whose items are "mine"; empty until it is known.
    void setUser(const QString &user);

signals:
    void conversationAsked(const QString &conversationId);
    void alertsAsked();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeContent();
    QWidget *makeCards();
    QWidget *makeFilters();
    void connectParts();
    void update();
    void updateFilters();
    void filter();
    bool takeLetter(int key);
    void look();
    void showPlace(const QJsonObject &item);
    void answer(bool isAllowed, const QString &scope);

    Session *m_session;
    NeedsServer *m_needs;
    Preferences *m_preferences;
    QString m_user;
    Table m_items;
    TableView *m_view;
    QButtonGroup *m_groups;
    QPushButton *m_mine;
    QSplitter *m_splitter;
    QBoxLayout *m_beside = nullptr; ///< of the card
    RecentEvents *m_recent;
    QStackedWidget *m_cards;
    ApprovalCard *m_approval;
    ConnectionCard *m_connection;
    QLabel *m_problem;
    QPushButton *m_open;
    QJsonObject m_shown; ///< a card that is told the same again would fall asleep again
};

} // namespace ui
