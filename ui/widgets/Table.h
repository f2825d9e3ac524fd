// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Theme.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QJsonObject>

#include <functional>
#include <optional>

namespace ui {

/// What a place of a table shows. All of it is drawn as it is: no markup.
struct Cell
{
    QString text = {};
    QString second = {}; ///< a quieter line below
    QString spoken = {}; ///< in the place of the text, for those who listen or point at it
    QString icon = {}; ///< before the text, in its tone
    std::optional<Tone> tone = {}; ///< of text and icon; else the text has the ink of text
    bool isCode = false;
    bool isStrong = false;
    bool isPath = false; ///< where there is no room, its beginning is left out
    double meter = -1; ///< a bar below, 0 to 1
    QList<double> line = {}; ///< a small graph before the text, of 0 to 1
    QVariant order = {}; ///< what it is sorted by, else by the text
};

struct Column
{
    QString title;
    std::function<Cell(const QJsonObject &)> cell;
    int width = 100; ///< 0 takes the room that is left
    Qt::Alignment side = Qt::AlignLeft;
    int room = 0; ///< it is left out where the table is narrower
    QString id = {}; ///< by which a choice of columns is kept
};

/// Rows of JSON with an id, patched in place: a row keeps its place while its item changes.
class Table : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role { IdRole = Qt::UserRole, ItemRole, OrderRole };

    /// @p key: the member that names a row.
    explicit Table(QList<Column> columns, QString key = "id", QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation direction, int role) const override;

    const QList<Column> &columns() const { return m_columns; }
    /// Of the columns, in the language that is spoken now.
    void setTitles(const QStringList &titles);
    Cell cell(const QModelIndex &index) const;
    QJsonObject item(int row) const { return m_items.value(row); }
    int rowOf(const QString &id) const { return m_rows.value(id, -1); }

    /// What is not among @p items is no more.
    void replace(const QList<QJsonObject> &items);
    void put(const QJsonObject &item);
    void take(const QString &id);
    /// Adds rows that are not there yet. The oldest go when there are more than @p most.
    void append(const QList<QJsonObject> &items, qsizetype most);
    /// Draws all rows anew, since what their cells are made of besides the items has changed.
    void refresh();

private:
    QString idOf(const QJsonObject &item) const;

    QList<Column> m_columns;
    const QString m_key;
    QList<QJsonObject> m_items;
    QHash<QString, int> m_rows;
};

} // namespace ui
