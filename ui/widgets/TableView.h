// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Table.h"

#include <QSortFilterProxyModel>
#include <QTableView>

class QPushButton;

namespace ui {

/// A table by rows: sorted by a press on its header, filtered by text and by what a page says. It
/// draws only what is seen, however many rows there are.
class TableView : public QTableView
{
    Q_OBJECT

public:
    using Wanted = std::function<bool(const QJsonObject &)>;
    enum class Rows { OneLine, TwoLines };

    /// @p model outlives it. @p name is for those who listen.
    TableView(Table *model, const QString &name, Rows rows = Rows::OneLine,
              QWidget *parent = nullptr);

    /// What is said while it has no rows; when a filter leaves none, that is said instead, with a
    /// button to clear it.
    void setEmptyText(const QString &text) { m_emptyText = text; }
    QString emptyText() const { return m_emptyText; }
    void setFilterText(const QString &text);
    void setWanted(Wanted wanted);
    /// How many rows are left by both.
    int shown() const { return model()->rowCount(); }

    QString currentId() const;
    QJsonObject currentItem() const;
    void setCurrent(const QString &id);

    /// Whether a column is seen, however wide the table is.
    void chooseColumn(int column, bool isShown);
    /// What somebody has chosen of columns and order, by the ids of the columns; empty for nothing.
    QVariantMap arrangement() const;
    void arrange(const QVariantMap &arrangement);

    /// Several rows can be chosen, with Shift, Ctrl and Ctrl+A.
    void setManyChosen();
    QStringList chosenIds() const;

signals:
    void currentChosen();
    /// With setManyChosen(): other rows are chosen now.
    void manyChosen();
    /// Another arrangement was chosen.
    void arranged();
    /// By Enter or a double click.
    void opened();
    /// Every filter is to be taken away, also those that only the page knows.
    void clearAsked();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    class Order;

    void addColumns();
    void updateNothing();
    void placeNothing();
    void placeColumns();
    int columnOf(const QString &id) const;

    Table *m_table;
    QString m_emptyText;
    Order *m_order;
    QHash<int, bool> m_chosen; ///< whether a column is seen
    QPushButton *m_clear; ///< seen while a filter leaves no row
};

} // namespace ui
