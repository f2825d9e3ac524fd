// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/PageFrame.h"
#include "ui/windows/WorkspaceTable.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace ui {

class ColumnsButton;
class ConnectionsPanel;
class NeedsServer;
class Preferences;
class TableView;
class WorkspaceDetail;
class WorkspaceWarning;

/// The workspaces, what they use, and the one that is looked at; what they are made of; what they
/// reach.
class WorkspacesPage : public QWidget
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit WorkspacesPage(Session *session, QWidget *parent = nullptr);

    /// Columns and order of the table are kept there; it outlives this.
    void keepTable(Preferences *preferences);
    void open(const QString &workspaceId);
    void focusFilter();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    bool lookAtChosen();
    void makeParts(QWidget *create);
    QWidget *makeContent();
    QWidget *makeMany();
    void updateMany();
    void changeMany(core::Task<> (Commands::*command)(QString));
    void removeMany();
    void update();
    void updateTotal();
    void updateDetail(bool isOpened);
    void create();
    void tellOfNew();

    Session *m_session;
    NeedsServer *m_needs;
    Usage m_usage;
    WorkspaceTable m_table;
    PageFrame *m_frame;
    QTabBar *m_tabs;
    QStackedWidget *m_parts;
    ConnectionsPanel *m_connections;
    QLineEdit *m_filter;
    QList<QPushButton *> m_chips;
    TableView *m_view;
    ColumnsButton *m_columns;
    QLabel *m_total;
    QString m_new; ///< whose first start is awaited
    QString m_failed; ///< of which the notice tells
    WorkspaceWarning *m_warning;
    QLabel *m_manyWords;
    QWidget *m_many; ///< what is done with several
    WorkspaceDetail *m_detail;
    bool m_isNarrow = false;
};

} // namespace ui
