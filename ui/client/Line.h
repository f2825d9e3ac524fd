// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Client.h"

#include <QDateTime>
#include <QTimer>
#include <QWebSocket>

namespace ui {

/// A WebSocket that is opened again whenever it is lost, ever more seldom: 0.5 s after the loss,
/// then twice as long each time, up to 15 s.
class Line : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Connecting, ///< the first time, or again
        Live,
        Offline, ///< waits for its next try
        Refused, ///< the server does not want this key, or knows no such thing: it is not tried
                 ///< again
    };

    /// Asked for each try, so that it can bear the newest cursor.
    using Request = std::function<QNetworkRequest()>;

    explicit Line(Request request, QObject *parent = nullptr);
    ~Line() override;

    void start();
    /// Closes it for good, until start().
    void stop();
    /// At once, if it is offline; after the machine woke up, for example.
    void tryNow();
    /// Gives up what is open and begins anew, since what came over it made no sense.
    void reopen();

    /// Between start() and stop().
    bool isWanted() const { return m_isWanted; }
    State state() const { return m_state; }
    /// When it came into its state.
    QDateTime since() const { return m_since; }
    /// Until the next try; 0 unless it is offline.
    std::chrono::milliseconds untilNextTry() const;
    /// Why it was lost or refused, in one sentence.
    QString reason() const { return m_reason; }

    void send(const QJsonObject &frame);

signals:
    void stateChanged();
    void received(const QByteArray &text);

private:
    void open();
    void lose();
    void setState(State state);

    const Request m_request;
    QWebSocket m_socket;
    QTimer m_retry;
    QTimer m_deadline;
    std::chrono::milliseconds m_wait;
    State m_state = State::Offline;
    QDateTime m_since = QDateTime::currentDateTimeUtc();
    QString m_reason;
    bool m_isWanted = false;
};

} // namespace ui
