// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

class QMenu;

namespace ui {

class Preferences;
class TableView;

/// A menu of a table: which columns are seen, and what it is sorted by. The header opens it, too.
class ColumnsButton : public QPushButton
{
    Q_OBJECT

public:
    explicit ColumnsButton(TableView *view, QWidget *parent = nullptr);

    /// The table is as it was the last time, and what somebody changes is kept. @p preferences
    /// outlives this.
    void keep(Preferences *preferences, const QString &name);

private:
    void fill();
    void addColumns();
    void addOrder();

    TableView *m_view;
    QMenu *m_menu;
};

} // namespace ui
