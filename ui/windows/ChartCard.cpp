// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ChartCard.h"

#include "ui/widgets/Graph.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QStackedWidget>

namespace ui {

/// A row has its number only: what it says is the graph's.
QList<Column> ChartCard::columns(const QStringList &series) const
{
    const auto time = [this](const QJsonObject &row) {
        const qsizetype index = row["id"].toInteger();
        const QDateTime at = m_graph->times().value(index);
        return Cell{.text = m_graph->wordsOf(at), .order = at.toMSecsSinceEpoch()};
    };
    QList<Column> columns{{tr("Time"), time, 150}};
    for (qsizetype line = 0; line < series.size(); ++line) {
        const auto value = [this, line](const QJsonObject &row) {
            const QList<double> values = m_graph->series().value(line).values;
            const double number = values.value(row["id"].toInteger());
            return Cell{.text = m_graph->wordsOf(number), .order = number};
        };
        columns.append({series[line], value, line + 1 == series.size() ? 0 : 130});
    }
    return columns;
}

ChartCard::ChartCard(Graph *graph, const QStringList &series, QWidget *parent)
    : Panel(parent)
    , m_graph(graph)
    , m_rows(columns(series))
    , m_table(new TableView(&m_rows, graph->title()))
    , m_parts(new QStackedWidget)
    , m_switch(new QPushButton)
{
    m_parts->addWidget(graph);
    m_parts->addWidget(m_table);
    m_table->installEventFilter(this);
    setKind(m_switch, ButtonKind::Quiet);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 12, 8);
    column->setSpacing(2);
    column->addWidget(m_parts, 1);
    column->addWidget(m_switch, 0, Qt::AlignRight);
    connect(m_switch, &QPushButton::clicked, this, [this] { setTable(!isTable()); });
    setTable(false);
}

bool ChartCard::isTable() const
{
    return m_parts->currentIndex() == 1;
}

void ChartCard::setTable(bool isTable)
{
    const bool hadFocus = m_parts->currentWidget()->hasFocus();
    m_parts->setCurrentIndex(isTable ? 1 : 0);
    m_switch->setIcon(icon(isTable ? "chart-line" : "list-filter"));
    m_switch->setText(isTable ? tr("Show as graph") : tr("Show as table"));
    m_switch->setToolTip(m_switch->text() + " (T)");
    m_switch->setAccessibleName(m_switch->text() + ": " + m_graph->title());
    refresh();
    if (hadFocus)
        m_parts->currentWidget()->setFocus(Qt::ShortcutFocusReason);
}

void ChartCard::refresh()
{
    if (!isTable())
        return;
    // The newest first.
    QList<QJsonObject> rows;
    for (qsizetype index = m_graph->times().size() - 1; index >= 0; --index)
        rows.append({{"id", index}});
    if (m_rows.rowCount() != rows.size())
        m_rows.replace({});
    m_rows.replace(rows);
    m_rows.refresh();
}

/// A table would look for a row that begins with the letter.
bool ChartCard::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_T) {
        keyPressEvent(static_cast<QKeyEvent *>(event));
        return true;
    }
    return Panel::eventFilter(watched, event);
}

void ChartCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_T && event->modifiers() == Qt::NoModifier)
        setTable(!isTable());
    else
        Panel::keyPressEvent(event);
}

} // namespace ui
