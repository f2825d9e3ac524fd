// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Panel.h"
#include "ui/widgets/Table.h"

class QPushButton;
class QStackedWidget;

namespace ui {

class Graph;
class TableView;

/// A graph on a card, which is also there as a table of its values.
class ChartCard : public Panel
{
    Q_OBJECT

public:
    /// Takes @p graph. @p series: the names of its lines, as they will come.
    ChartCard(Graph *graph, const QStringList &series, QWidget *parent = nullptr);

    bool isTable() const;
    void setTable(bool isTable);
    /// The graph has other values now.
    void refresh();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QList<Column> columns(const QStringList &series) const;

    Graph *m_graph;
    Table m_rows;
    TableView *m_table;
    QStackedWidget *m_parts;
    QPushButton *m_switch;
};

} // namespace ui
