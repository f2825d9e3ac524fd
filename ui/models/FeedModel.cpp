// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/FeedModel.h"

#include <QSet>

using ui::FeedModel;

FeedModel::FeedModel(Feed *feed, QString topic, QObject *parent)
    : QAbstractListModel(parent)
    , m_topic(std::move(topic))
{
    connect(feed, &Feed::replaced, this,
            [this](const QString &of, const QList<QJsonObject> &items) {
        if (of == m_topic)
            replace(items);
    });
    connect(feed, &Feed::changed, this,
            [this](const QString &of, const QString &kind, const QString &id,
                   const QJsonObject &item) {
        if (of != m_topic)
            return;
        if (kind == "removed" || kind == "answered" || kind == "expired")
            take(id);
        else
            put(id, item);
        emit told(kind, id, item);
    });
}

int FeedModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QVariant FeedModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_items.size())
        return {};
    const QJsonObject &item = m_items[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return textOf(item);
    case IdRole: return item.value("id").toString();
    case ItemRole: return item;
    case SortRole: return orderOf(item);
    default: return {};
    }
}

int FeedModel::count(const QString &state) const
{
    return int(std::ranges::count_if(m_items, [&](const QJsonObject &item) {
        return item["state"] == state;
    }));
}

void FeedModel::replace(const QList<QJsonObject> &items)
{
    QSet<QString> kept;
    for (const QJsonObject &item : items)
        kept.insert(item.value("id").toString());
    const QStringList held = m_rows.keys();
    for (const QString &id : held) {
        if (!kept.contains(id))
            take(id);
    }
    for (const QJsonObject &item : items)
        put(item.value("id").toString(), item);
    m_isKnown = true;
    emit known();
}

void FeedModel::put(const QString &id, const QJsonObject &item)
{
    const int row = rowOf(id);
    if (row < 0) {
        const int end = rowCount();
        beginInsertRows({}, end, end);
        m_items.append(item);
        m_rows.insert(id, end);
        endInsertRows();
    } else if (m_items[row] != item) {
        m_items[row] = item;
        emit dataChanged(index(row), index(row));
    }
}

void FeedModel::take(const QString &id)
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

#include "moc_FeedModel.cpp"
