// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Feed.h"

#include <QHash>
#include <QPointer>

namespace ui {

/// What models have cost today, as the server tells while somebody watches.
class SpentToday : public QObject
{
    Q_OBJECT

public:
    /// @p feed outlives it.
    explicit SpentToday(Feed *feed, QObject *parent = nullptr);
    ~SpentToday() override;

    void watch(bool isWatched);
    /// Whether the server has told.
    bool isKnown() const { return m_isKnown; }
    double cost() const; ///< US dollars
    double tokens() const;

signals:
    void changed();

private:
    QPointer<Feed> m_feed;
    bool m_isWatched = false;
    bool m_isKnown = false;
    QHash<QString, QJsonObject> m_users; ///< what each has spent today
};

} // namespace ui
