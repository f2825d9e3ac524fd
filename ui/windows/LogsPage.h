// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/LogStream.h"
#include "ui/models/Session.h"
#include "ui/widgets/Table.h"
#include "ui/windows/PageFrame.h"

class QAction;
class QComboBox;
class QLineEdit;
class QTabWidget;

namespace ui {

class FilterChips;
class TableView;

/// What the server says and what it was asked, as it comes.
class LogsPage : public PageFrame
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit LogsPage(Session *session, QWidget *parent = nullptr);

    void focusFilter();
    void openRequests();
    void setPaused(bool isPaused);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeLog();
    QWidget *makeRequests();
    void take(const QList<QJsonObject> &lines);
    void add(const QList<QJsonObject> &lines);
    void updateFilter();
    void updatePause();
    void showPatternProblem(const QString &problem);
    void offerFilters(const QPoint &place);
    void showRecord(const TableView *view, const QString &title);
    void takeRequests(const QList<QJsonObject> &items);
    void watchRequests();
    void exportShown();
    static QByteArray shownText(const TableView *view);

    Session *m_session;
    LogStream m_stream;
    Table m_lines;
    Table m_requests;
    QTabWidget *m_tabs;
    QLineEdit *m_filter;
    QAction *m_patternProblem; ///< seen while the filter is no pattern
    QComboBox *m_level;
    QComboBox *m_room;
    QPushButton *m_pause;
    FilterChips *m_chips;
    TableView *m_view;
    TableView *m_requestView;
    bool m_isWatchingRequests = false;
    bool m_isToldRequests = false; ///< once it is known that the key may see them
    QList<QJsonObject> m_held; ///< what came while it was paused
    bool m_isPaused = false;
    bool m_isAtEnd = true; ///< the newest line is seen, and is to be
};

} // namespace ui
