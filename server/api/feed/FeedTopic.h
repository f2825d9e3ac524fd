// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

#include <QJsonObject>
#include <QObject>

namespace api {

/// One object that the feed tells of, as it is now.
struct FeedItem
{
    QString id;
    QString userId; ///< whose it is; empty: everybody may know
    QJsonObject item;
    bool isForAdmins = false; ///< what is nobody's, and not for everybody
};

/// Who reads a feed.
struct FeedAudience
{
    QString userId;
    bool isEverybody = false; ///< sees what every user has
    bool isAdmin = false;

    bool operator==(const FeedAudience &) const = default;
};

/// One subject of the feed. To add one, derive from it and give it to Feed::add(). An item is
/// always told whole, so to hear of it twice, or to miss all changes but the last, does no harm.
class FeedTopic : public QObject
{
    Q_OBJECT

public:
    /// When a reader hears of it.
    enum class Delivery { Always, Subscribed };
    enum class Readers { Everybody, Admins };

    explicit FeedTopic(QString name, Delivery delivery = Delivery::Always,
                       Readers readers = Readers::Everybody)
        : m_name(std::move(name))
        , m_delivery(delivery)
        , m_readers(readers)
    {}

    const QString &name() const { return m_name; }
    Delivery delivery() const { return m_delivery; }
    bool isFor(const FeedAudience &audience) const
    {
        return m_readers == Readers::Everybody || audience.isAdmin;
    }

    /// changed() is wanted from now on until end(); nothing needs to be watched otherwise.
    virtual void begin() = 0;
    virtual void end() = 0;
    /// What there is for @p audience, between begin() and end(); a bounded number.
    virtual core::Task<QList<FeedItem>> items(FeedAudience audience) = 0;

signals:
    /// What happened to an item in one word of the topic's own, "changed" or "removed" mostly.
    void changed(const QString &kind, const api::FeedItem &item);

private:
    const QString m_name;
    const Delivery m_delivery;
    const Readers m_readers;
};

} // namespace api
