// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedTopic.h"

#include <QHash>

#include <deque>

namespace api {

/// The last changes that one audience may know of, numbered, within bounds.
class FeedRing : public QObject
{
    Q_OBJECT

public:
    struct Change
    {
        qint64 number = 0;
        QString topic;
        QString id;
        QByteArray frame;
    };

    explicit FeedRing(FeedAudience audience);

    const FeedAudience &audience() const { return m_audience; }
    bool sees(const FeedItem &item) const;
    /// @p text is the item's JSON.
    void add(const QString &topic, const QString &kind, const QString &id, const QByteArray &text);

    /// The number of the newest change; 0 before the first.
    qint64 last() const { return m_last; }
    /// Whether everything after change @p number is still here.
    bool reaches(qint64 number) const { return number >= m_last - qint64(m_changes.size()); }
    /// The oldest change after @p number that no later one of the same object makes needless, or
    /// null.
    const Change *after(qint64 number) const;

    /// What a reader comes back with: another ring does not know it.
    QString cursor(qint64 number) const;
    std::optional<qint64> numberOf(const QString &cursor) const;

signals:
    void grew();

private:
    using Key = std::pair<QString, QString>;

    void dropOldest();

    const FeedAudience m_audience;
    const QString m_name;
    std::deque<Change> m_changes;
    QHash<Key, qint64> m_newest; ///< by topic and id
    qint64 m_last = 0;
    qint64 m_bytes = 0;
};

} // namespace api
