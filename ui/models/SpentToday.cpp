// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/SpentToday.h"

using ui::SpentToday;

SpentToday::SpentToday(Feed *feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    connect(feed, &Feed::replaced, this,
            [this](const QString &topic, const QList<QJsonObject> &items) {
        if (topic != "spending")
            return;
        m_users.clear();
        for (const QJsonObject &item : items)
            m_users.insert(item["id"].toString(), item["today"].toObject());
        m_isKnown = true;
        emit changed();
    });
    connect(feed, &Feed::changed, this,
            [this](const QString &topic, const QString &, const QString &id,
                   const QJsonObject &item) {
        if (topic != "spending")
            return;
        m_users.insert(id, item["today"].toObject());
        emit changed();
    });
}

SpentToday::~SpentToday()
{
    watch(false);
}

void SpentToday::watch(bool isWatched)
{
    if (std::exchange(m_isWatched, isWatched) == isWatched)
        return;
    if (isWatched)
        m_feed->subscribe("spending");
    else if (m_feed)
        m_feed->unsubscribe("spending");
}

double SpentToday::cost() const
{
    double sum = 0;
    for (const QJsonObject &spent : m_users)
        sum += spent["cost"].toDouble();
    return sum;
}

double SpentToday::tokens() const
{
    double sum = 0;
    for (const QJsonObject &spent : m_users)
        sum += spent["tokens"].toDouble();
    return sum;
}

#include "moc_SpentToday.cpp"
