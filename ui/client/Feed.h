// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Line.h"

#include <QHash>

namespace ui {

/// GET /feed: everything that a window shows, as it is and as it changes. What is not live is still
/// there, with its age.
class Feed : public QObject
{
    Q_OBJECT

public:
    using State = Line::State;

    /// @p client outlives it. @p user: "*" for all users, as an admin.
    explicit Feed(Client *client, QString user = {}, QObject *parent = nullptr);

    void start() { m_line.start(); }
    void stop() { m_line.stop(); }
    void tryNow() { m_line.tryNow(); }

    /// Live once everything that there is has been told.
    State state() const;
    /// When it came into its state: while offline, how old everything is.
    QDateTime since() const { return m_since; }
    /// From a loss, or a refusal, until it is live again: also while it tries. Not before a first
    /// try has failed.
    bool isLost() const { return m_isLost && m_line.isWanted(); }
    std::chrono::milliseconds untilNextTry() const { return m_line.untilNextTry(); }
    QString reason() const { return m_line.reason(); }

    /// Topics that are told on demand; each subscribe() needs its unsubscribe().
    void subscribe(const QString &topic);
    void unsubscribe(const QString &topic);

signals:
    void stateChanged();
    /// These are all the items of a topic; what is not among them is no more.
    void replaced(const QString &topic, const QList<QJsonObject> &items);
    /// @p kind is "changed", "asked", ...; "removed", "answered" and "expired" mean that the item
    /// is no more.
    void changed(const QString &topic, const QString &kind, const QString &id,
                 const QJsonObject &item);
    /// The server did not understand what it was told.
    void failed(const QString &reason);

private:
    QNetworkRequest request() const;
    void receive(const QByteArray &text);
    void takePage(const QJsonObject &frame);
    void update();

    Client *m_client;
    const QString m_user;
    Line m_line;
    State m_state = State::Offline;
    QDateTime m_since = QDateTime::currentDateTimeUtc();
    bool m_isComplete = false;
    bool m_isLost = false;
    QString m_cursor;
    QHash<QString, QList<QJsonObject>> m_pages; ///< of snapshots that are not complete
    QHash<QString, int> m_subscribed;
};

} // namespace ui
