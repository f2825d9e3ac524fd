// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/Usage.h"

using ui::Usage;

Usage::Usage(Feed *feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    connect(feed, &Feed::replaced, this,
            [this](const QString &topic, const QList<QJsonObject> &items) {
        if (topic != "usage")
            return;
        m_newest.clear();
        for (const QJsonObject &item : items)
            take(item["id"].toString(), item);
        emit changed({});
    });
    connect(feed, &Feed::changed, this,
            [this](const QString &topic, const QString &kind, const QString &id,
                   const QJsonObject &item) {
        if (topic != "usage")
            return;
        if (kind == "removed") {
            m_newest.remove(id);
            m_history.remove(id);
        } else {
            take(id, item);
        }
        emit changed(id);
    });
}

Usage::~Usage()
{
    watch(false);
}

void Usage::watch(bool isWatched)
{
    if (std::exchange(m_isWatched, isWatched) == isWatched)
        return;
    if (isWatched) {
        m_feed->subscribe("usage");
        return;
    }
    m_feed->unsubscribe("usage");
    // What comes after a pause would look as if it came at once.
    m_history.clear();
}

const QList<Usage::Sample> &Usage::history(const QString &workspaceId) const
{
    static const QList<Sample> none;
    const auto found = m_history.constFind(workspaceId);
    return found == m_history.constEnd() ? none : *found;
}

/// Bytes a second between two counts; a count that began anew gives nothing.
static double rateOf(const QJsonObject &before, const QJsonObject &now, const char *name)
{
    const auto at = [](const QJsonObject &item) {
        return QDateTime::fromString(item["sampled_at"].toString(), Qt::ISODateWithMs);
    };
    const double seconds = double(at(before).msecsTo(at(now))) / 1000;
    const double bytes = now[name].toDouble() - before[name].toDouble();
    return !before.isEmpty() && seconds > 0 ? qMax(0.0, bytes / seconds) : 0;
}

void Usage::take(const QString &id, const QJsonObject &item)
{
    const QJsonObject before = m_newest.value(id);
    m_newest.insert(id, item);
    QList<Sample> &history = m_history[id];
    history.append({item["cpu"].toDouble(), item["memory_bytes"].toDouble(),
                    rateOf(before, item, "bytes_received"), rateOf(before, item, "bytes_sent"),
                    item["disk"]["used"].toDouble()});
    if (history.size() > mostSamples)
        history.removeFirst();
}

#include "moc_Usage.cpp"
