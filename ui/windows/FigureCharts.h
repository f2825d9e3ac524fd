// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Figures.h"

#include <QWidget>

class QGridLayout;

namespace ui {

class ChartCard;
class Graph;

/// All figures of a server over time, each on a card, in one column or two. They have one range and
/// one cursor.
class FigureCharts : public QWidget
{
    Q_OBJECT

public:
    explicit FigureCharts(QWidget *parent = nullptr);

    /// @p capacity: how many steps the whole width holds. There is at least one step.
    void show(const QList<FigureStep> &steps, qsizetype capacity);
    /// A card beside or below the charts.
    void addCard(QWidget *card);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    Graph *add(const QString &title, const QStringList &series);
    void place(int columns);
    void showRequests(const QList<FigureStep> &steps);
    void showModels(const QList<FigureStep> &steps);
    void showWork(const QList<FigureStep> &steps);

    QGridLayout *m_grid;
    int m_columns = 0;
    QList<Graph *> m_graphs; ///< each of the following
    QList<ChartCard *> m_charts;
    QWidgetList m_cards; ///< the charts, too
    Graph *m_requests;
    Graph *m_latency;
    Graph *m_tokens;
    Graph *m_cost;
    Graph *m_runs;
    Graph *m_events;
    Graph *m_processors;
    Graph *m_memory;
};

} // namespace ui
