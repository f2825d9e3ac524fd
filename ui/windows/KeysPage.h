// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"
#include "ui/windows/PageFrame.h"

class QPushButton;
class QTabWidget;

namespace ui {

class NeedsServer;
class TableView;

/// Who may use the server: keys, users, and what was changed by whom.
class KeysPage : public PageFrame
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit KeysPage(Session *session, QWidget *parent = nullptr);

    void exportAuditTo(const QString &file);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeKeys();
    QWidget *makeUsers();
    QWidget *makeAudit();
    void read();
    void readUsers();
    void readAudit(const QString &after);
    void exportAudit();
    void updateActions();
    void createKey();
    void rotateKey();
    void revokeKey();
    void createUser();
    void disableUser();
    void changeLimits();
    void showKey(const QJsonObject &key);

    Session *m_session;
    NeedsServer *m_needs;
    Table m_keys;
    Table m_users;
    Table m_audit;
    QTabWidget *m_tabs;
    TableView *m_keyView;
    TableView *m_userView;
    QPushButton *m_rotate;
    QPushButton *m_revoke;
    QPushButton *m_disable;
    QPushButton *m_limits;
    QPushButton *m_older;
    QString m_next; ///< of the oldest page of the audit that was read
};

} // namespace ui
