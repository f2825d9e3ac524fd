// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Feed.h"

#include <QAbstractListModel>

namespace ui {

/// The items of one topic of the feed as rows, patched in place: a row keeps its place while its
/// item changes, and new ones come at the end. Views sort through a proxy.
class FeedModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { IdRole = Qt::UserRole, ItemRole, SortRole, UserRoleEnd = Qt::UserRole + 100 };

    /// @p feed outlives it.
    FeedModel(Feed *feed, QString topic, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    /// The row of an item; -1 when there is none.
    int rowOf(const QString &id) const { return m_rows.value(id, -1); }
    QJsonObject item(const QString &id) const { return item(rowOf(id)); }
    QJsonObject item(int row) const { return m_items.value(row); }
    /// How many are in a state.
    int count(const QString &state) const;
    /// Whether the server has told what there is, ever.
    bool isKnown() const { return m_isKnown; }

signals:
    /// The server has told what there is, for the first time or anew: what is shown may be stale.
    void known();
    /// A change by anybody, for who wants to say so; after the row has changed.
    void told(const QString &kind, const QString &id, const QJsonObject &item);

protected:
    /// What a row says to a person; also to a screen reader.
    virtual QString textOf(const QJsonObject &item) const = 0;
    /// Rows with a smaller one come first.
    virtual QVariant orderOf(const QJsonObject &item) const = 0;

private:
    void replace(const QList<QJsonObject> &items);
    void put(const QString &id, const QJsonObject &item);
    void take(const QString &id);

    const QString m_topic;
    QList<QJsonObject> m_items;
    QHash<QString, int> m_rows;
    bool m_isKnown = false;
};

} // namespace ui
