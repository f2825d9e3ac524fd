// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Feed.h"

namespace ui {

/// What workspaces use, the last five minutes of it. It is told only while somebody watches.
class Usage : public QObject
{
    Q_OBJECT

public:
    struct Sample
    {
        double processors = 0; ///< 1.5 is one and a half
        double memory = 0; ///< bytes
        double received = 0; ///< bytes a second
        double sent = 0;
        double disk = 0; ///< bytes
    };

    static constexpr qsizetype mostSamples = 150;

    /// @p feed outlives it.
    explicit Usage(Feed *feed, QObject *parent = nullptr);
    ~Usage() override;

    void watch(bool isWatched);
    /// The newest of a workspace as the feed told it; empty when nothing is known.
    QJsonObject newest(const QString &workspaceId) const { return m_newest.value(workspaceId); }
    const QList<Sample> &history(const QString &workspaceId) const;

signals:
    /// @p workspaceId is empty when all of them have changed.
    void changed(const QString &workspaceId);

private:
    void take(const QString &id, const QJsonObject &item);

    Feed *m_feed;
    bool m_isWatched = false;
    QHash<QString, QJsonObject> m_newest;
    QHash<QString, QList<Sample>> m_history;
};

} // namespace ui
