// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/Feed.h"

using ui::Feed;

Feed::Feed(Client *client, QString user, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_user(std::move(user))
    , m_line([this] { return request(); })
{
    connect(&m_line, &Line::received, this, &Feed::receive);
    connect(&m_line, &Line::stateChanged, this, [this] {
        m_isComplete = false;
        m_pages.clear();
        if (m_line.state() == State::Live) {
            // One by one: the server refuses a list with a topic that is not for this key.
            for (const QString &topic : m_subscribed.keys())
                m_line.send({{"subscribe", QJsonArray{topic}}});
        }
        update();
    });
}

QNetworkRequest Feed::request() const
{
    QUrlQuery query;
    if (!m_cursor.isEmpty())
        query.addQueryItem("after", m_cursor);
    if (!m_user.isEmpty())
        query.addQueryItem("user", m_user);
    return m_client->socketRequest("/feed", query);
}

Feed::State Feed::state() const
{
    return m_line.state() == State::Live && !m_isComplete ? State::Connecting : m_line.state();
}

void Feed::update()
{
    const State now = state();
    if (m_state == now)
        return;
    const bool isLost = now == State::Offline || now == State::Refused
                        || (m_isLost && now == State::Connecting);
    // While it tries again, what is shown is as old as it was.
    const bool isStillLost = std::exchange(m_isLost, isLost) && isLost;
    m_state = now;
    if (!isStillLost)
        m_since = QDateTime::currentDateTimeUtc();
    emit stateChanged();
}

void Feed::subscribe(const QString &topic)
{
    if (m_subscribed[topic]++ == 0)
        m_line.send({{"subscribe", QJsonArray{topic}}});
}

void Feed::unsubscribe(const QString &topic)
{
    if (!m_subscribed.contains(topic) || --m_subscribed[topic] > 0)
        return;
    m_subscribed.remove(topic);
    m_line.send({{"unsubscribe", QJsonArray{topic}}});
}

void Feed::receive(const QByteArray &text)
{
    const QJsonObject frame = QJsonDocument::fromJson(text).object();
    const QString type = frame.value("type").toString();
    if (type == "snapshot")
        takePage(frame);
    else if (type == "change")
        emit changed(frame.value("topic").toString(), frame.value("kind").toString(),
                     frame.value("id").toString(), frame.value("item").toObject());
    else if (type == "error")
        emit failed(frame.value("detail").toString());
    else if (type == "live")
        m_isComplete = true;
    // A snapshot that is cut off must begin anew, so its cursor counts at its end only.
    if (type == "live" || (type == "change" && m_isComplete))
        m_cursor = frame.value("cursor").toString(m_cursor);
    update();
}

void Feed::takePage(const QJsonObject &frame)
{
    const QString topic = frame.value("topic").toString();
    QList<QJsonObject> &items = m_pages[topic];
    for (const QJsonValue &item : frame.value("items").toArray())
        items.append(item.toObject());
    if (frame.value("complete").toBool())
        emit replaced(topic, m_pages.take(topic));
}

#include "moc_Feed.cpp"
