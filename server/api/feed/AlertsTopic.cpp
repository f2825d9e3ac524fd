// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed/AlertsTopic.h"

using namespace api;
using telemetry::Alert;

AlertsTopic::AlertsTopic(telemetry::Alerts *alerts)
    : FeedTopic("alerts")
    , m_alerts(alerts)
{}

static FeedItem alertItem(const Alert &alert)
{
    return {.id = alert.id,
            .userId = alert.userId.value_or(QString()),
            .item = json::write(alert, json::Nulls::Keep).toObject(),
            .isForAdmins = !alert.userId};
}

void AlertsTopic::begin()
{
    connect(m_alerts, &telemetry::Alerts::changed, this, [this](const Alert &alert) {
        const bool isOver = alert.state == telemetry::AlertState::Resolved;
        emit changed(isOver ? "resolved" : "changed", alertItem(alert));
    });
    connect(m_alerts, &telemetry::Alerts::withdrawn, this,
            [this](const Alert &alert) { emit changed("removed", alertItem(alert)); });
}

void AlertsTopic::end()
{
    m_alerts->disconnect(this);
}

core::Task<QList<FeedItem>> AlertsTopic::items(FeedAudience)
{
    QList<FeedItem> items;
    for (const Alert &alert : m_alerts->open())
        items.append(alertItem(alert));
    co_return items;
}

#include "moc_AlertsTopic.cpp"
