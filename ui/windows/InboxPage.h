// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"
#include "ui/windows/PageFrame.h"

class QBoxLayout;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace ui {

class ApprovalCard;
class ConnectionCard;
class TableView;

/// Everything that needs a person: what agents ask, where workspaces want to connect, and runs
/// that failed or are stuck. The oldest question is first.
class InboxPage : public PageFrame
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit InboxPage(Session *session, QWidget *parent = nullptr);

signals:
    void conversationAsked(const QString &conversationId);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeContent();
    QWidget *makeCards();
    void update();
    void look();
    void answer(bool isAllowed, const QString &scope);

    Session *m_session;
    Table m_items;
    TableView *m_view;
    QSplitter *m_splitter;
    QBoxLayout *m_beside = nullptr; ///< of the card
    QStackedWidget *m_cards;
    ApprovalCard *m_approval;
    ConnectionCard *m_connection;
    QLabel *m_failure;
    QPushButton *m_open;
    QJsonObject m_shown; ///< a card that is told the same again would fall asleep again
};

} // namespace ui
