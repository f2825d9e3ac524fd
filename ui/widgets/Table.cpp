// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Table.h"

#include <QSet>

namespace ui {

Table::Table(QList<Column> columns, QString key, QObject *parent)
    : QAbstractTableModel(parent)
    , m_columns(std::move(columns))
    , m_key(std::move(key))
{}

int Table::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_items.size());
}

int Table::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

Cell Table::cell(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= m_items.size())
        return {};
    return m_columns[index.column()].cell(m_items[index.row()]);
}

QVariant Table::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_items.size())
        return {};
    switch (role) {
    case IdRole: return idOf(m_items[index.row()]);
    case ItemRole: return m_items[index.row()];
    case Qt::DisplayRole: return cell(index).text;
    case Qt::TextAlignmentRole: return int(m_columns[index.column()].side | Qt::AlignVCenter);
    case OrderRole: {
        const Cell shown = cell(index);
        return shown.order.isValid() ? shown.order : QVariant(shown.text.toLower());
    }
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        const Cell shown = cell(index);
        const QString said = shown.spoken.isEmpty() ? shown.text : shown.spoken;
        const QString text = shown.second.isEmpty() ? said : said + ", " + shown.second;
        return role == Qt::ToolTipRole ? text : m_columns[index.column()].title + ": " + text;
    }
    default: return {};
    }
}

void Table::setTitles(const QStringList &titles)
{
    for (qsizetype i = 0; i < qMin(titles.size(), m_columns.size()); ++i)
        m_columns[i].title = titles[i];
    emit headerDataChanged(Qt::Horizontal, 0, int(m_columns.size()) - 1);
}

QVariant Table::headerData(int section, Qt::Orientation direction, int role) const
{
    if (direction != Qt::Horizontal || section >= m_columns.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_columns[section].title;
    if (role == Qt::TextAlignmentRole)
        return int(m_columns[section].side | Qt::AlignVCenter);
    return {};
}

QString Table::idOf(const QJsonObject &item) const
{
    const QJsonValue id = item[m_key];
    return id.isDouble() ? QString::number(id.toInteger()) : id.toString();
}

void Table::replace(const QList<QJsonObject> &items)
{
    QSet<QString> kept;
    for (const QJsonObject &item : items)
        kept.insert(idOf(item));
    const QStringList held = m_rows.keys();
    for (const QString &id : held) {
        if (!kept.contains(id))
            take(id);
    }
    for (const QJsonObject &item : items)
        put(item);
}

void Table::put(const QJsonObject &item)
{
    const QString id = idOf(item);
    const int row = rowOf(id);
    if (row < 0) {
        const int end = rowCount();
        beginInsertRows({}, end, end);
        m_items.append(item);
        m_rows.insert(id, end);
        endInsertRows();
    } else if (m_items[row] != item) {
        m_items[row] = item;
        emit dataChanged(index(row, 0), index(row, columnCount() - 1));
    }
}

void Table::take(const QString &id)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_items.removeAt(row);
    m_rows.remove(id);
    for (int &other : m_rows) {
        if (other > row)
            --other;
    }
    endRemoveRows();
}

void Table::append(const QList<QJsonObject> &items, qsizetype most)
{
    if (items.isEmpty())
        return;
    const int end = rowCount();
    beginInsertRows({}, end, end + int(items.size()) - 1);
    for (const QJsonObject &item : items) {
        m_rows.insert(idOf(item), int(m_items.size()));
        m_items.append(item);
    }
    endInsertRows();
    // Some at a time, since the numbers of all rows change.
    if (m_items.size() < most + most / 10)
        return;
    const qsizetype surplus = m_items.size() - most;
    beginRemoveRows({}, 0, int(surplus) - 1);
    m_items.remove(0, surplus);
    m_rows.clear();
    for (int row = 0; row < rowCount(); ++row)
        m_rows.insert(idOf(m_items[row]), row);
    endRemoveRows();
}

void Table::refresh()
{
    if (!m_items.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

} // namespace ui
