// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ColumnsButton.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/TableView.h"

#include <QActionGroup>
#include <QHeaderView>
#include <QMenu>

namespace ui {

ColumnsButton::ColumnsButton(TableView *view, QWidget *parent)
    : QPushButton(ui::icon("list-checks"), QString(), parent)
    , m_view(view)
    , m_menu(new QMenu(this))
{
    setObjectName("columns");
    setAccessibleName(tr("Columns and order"));
    setToolTip(accessibleName());
    setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &ColumnsButton::fill);
    QHeaderView *header = view->horizontalHeader();
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this,
            [this, header](const QPoint &at) { m_menu->popup(header->mapToGlobal(at)); });
}

void ColumnsButton::keep(Preferences *preferences, const QString &name)
{
    m_view->arrange(preferences->table(name));
    connect(m_view, &TableView::arranged, preferences,
            [this, preferences, name] { preferences->setTable(name, m_view->arrangement()); });
}

void ColumnsButton::fill()
{
    m_menu->clear();
    addColumns();
    m_menu->addSeparator();
    addOrder();
    m_menu->addSeparator();
    QAction *back = m_menu->addAction(tr("Back to the default"));
    back->setEnabled(!m_view->arrangement().isEmpty());
    connect(back, &QAction::triggered, m_view, [this] {
        m_view->arrange({});
        emit m_view->arranged();
    });
}

/// The first says what a row is, and stays.
void ColumnsButton::addColumns()
{
    const QAbstractItemModel *model = m_view->model();
    for (int column = 1; column < model->columnCount(); ++column) {
        const QString title = model->headerData(column, Qt::Horizontal).toString();
        QAction *action = m_menu->addAction(title);
        action->setCheckable(true);
        action->setChecked(!m_view->isColumnHidden(column));
        connect(action, &QAction::triggered, m_view,
                [this, column](bool isShown) { m_view->chooseColumn(column, isShown); });
    }
}

void ColumnsButton::addOrder()
{
    const QHeaderView *header = m_view->horizontalHeader();
    const int by = header->sortIndicatorSection();
    const Qt::SortOrder order = header->sortIndicatorOrder();
    QMenu *menu = m_menu->addMenu(tr("Sort by"));
    auto *columns = new QActionGroup(menu);
    const auto add = [&](int column, const QString &title) {
        QAction *action = menu->addAction(title);
        action->setCheckable(true);
        action->setChecked(column == by);
        columns->addAction(action);
        connect(action, &QAction::triggered, m_view, [this, column, order] {
            m_view->sortByColumn(column, column < 0 ? Qt::AscendingOrder : order);
        });
    };
    for (int column = 0; column < m_view->model()->columnCount(); ++column) {
        if (!m_view->isColumnHidden(column))
            add(column, m_view->model()->headerData(column, Qt::Horizontal).toString());
    }
    add(-1, tr("Nothing"));
    menu->addSeparator();
    QAction *down = menu->addAction(tr("Descending"));
    down->setCheckable(true);
    down->setChecked(by >= 0 && order == Qt::DescendingOrder);
    down->setEnabled(by >= 0);
    connect(down, &QAction::triggered, m_view, [this, by](bool isDown) {
        m_view->sortByColumn(by, isDown ? Qt::DescendingOrder : Qt::AscendingOrder);
    });
}

} // namespace ui
