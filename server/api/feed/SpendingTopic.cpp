// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed/SpendingTopic.h"

using namespace api;

static constexpr qsizetype mostSpenders = 1000;

SpendingTopic::SpendingTopic(conversations::Spending *spending)
    : FeedTopic("spending", Delivery::Subscribed)
    , m_spending(spending)
{}

FeedItem SpendingTopic::itemOf(const QString &userId) const
{
    QJsonObject item = json::writeObject(m_spending->totals(userId), json::Nulls::Keep);
    QJsonArray limits;
    for (const conversations::BudgetUse &bound : m_spending->bounds(userId))
        limits.append(QJsonObject{{"name", bound.name},
                                  {"unit", bound.unit},
                                  {"limit", bound.most},
                                  {"used", bound.used},
                                  {"renewed_at", core::utcTimestamp(bound.renewed)}});
    item.insert("id", userId);
    item.insert("limits", limits);
    return {userId, userId, item};
}

void SpendingTopic::begin()
{
    connect(m_spending, &conversations::Spending::changed, this,
            [this](const QString &userId) { emit changed("changed", itemOf(userId)); });
}

void SpendingTopic::end()
{
    m_spending->disconnect(this);
}

core::Task<QList<FeedItem>> SpendingTopic::items(FeedAudience audience)
{
    QList<FeedItem> items;
    if (!audience.isEverybody) {
        items.append(itemOf(audience.userId));
        co_return items;
    }
    const QStringList users = m_spending->users();
    for (const QString &userId : users.first(qMin(users.size(), mostSpenders)))
        items.append(itemOf(userId));
    co_return items;
}

#include "moc_SpendingTopic.cpp"
