// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/HistorySearch.h"

#include <QJsonArray>
#include <QJsonObject>

namespace ui {

static constexpr std::chrono::milliseconds pause{40};

HistorySearch::HistorySearch(Client *client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(pause);
    connect(&m_delay, &QTimer::timeout, this, &HistorySearch::send);
}

HistorySearch::~HistorySearch()
{
    m_stop.request_stop();
}

void HistorySearch::set(State state)
{
    m_state = state;
    emit changed();
}

void HistorySearch::ask(const QString &text)
{
    const QString wanted = text.trimmed();
    if (wanted == m_text && m_state != State::Failed)
        return;
    m_text = wanted;
    m_stop.request_stop();
    m_hits.clear();
    if (wanted.size() < shortest) {
        m_delay.stop();
        return set(State::Nothing);
    }
    m_delay.start();
    set(State::Asking);
}

void HistorySearch::send()
{
    m_stop = std::stop_source();
    QUrlQuery query;
    query.addQueryItem("text", QString::fromLatin1(QUrl::toPercentEncoding(m_text.left(200))));
    query.addQueryItem("per_conversation", "3");
    query.addQueryItem("limit", "30");
    QCoro::connect(m_client->get("/search", query, m_stop.get_token()), this,
                   [this, stop = m_stop.get_token()](const core::Result<QJsonValue> &page) {
        if (!stop.stop_requested())
            take(page);
    });
}

static QString iconOf(const QJsonObject &item)
{
    const QString kind = item["kind"].toString();
    if (kind.endsWith("ErrorEvent"))
        return "octagon-x";
    if (kind == "MessageEvent")
        return item["source"] == "user" ? "user" : "bot";
    return kind == "ObservationEvent" ? "terminal" : "activity";
}

static HistoryHit hitOf(const QJsonObject &item)
{
    HistoryHit hit{.conversationId = item["conversation"].toString(),
                   .title = item["title"].toString(),
                   .eventId = item["event"].toString(),
                   .icon = iconOf(item),
                   .time = QDateTime::fromString(item["timestamp"].toString(), Qt::ISODateWithMs)};
    for (const QJsonValue &part : item["snippet"].toArray()) {
        hit.line += part["text"].toString();
        if (part["match"].toBool() && hit.match.isEmpty())
            hit.match = part["text"].toString();
    }
    return hit;
}

void HistorySearch::take(const core::Result<QJsonValue> &page)
{
    if (!page) {
        m_problem = page.error().message;
        return set(State::Failed);
    }
    for (const QJsonValue &item : (*page)["items"].toArray())
        m_hits.append(hitOf(item.toObject()));
    m_isComplete = (*page)["complete"].toBool(true);
    set(State::Found);
}

} // namespace ui
