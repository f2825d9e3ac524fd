// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/Outbound.h"
#include "telemetry/Alert.h"

#include <QObject>
#include <QPointer>

#include <deque>

namespace telemetry {

/// Posts alerts as JSON to an address of the operator's, one after the other, and tries again while
/// that does not answer with a success. Each is signed: `X-Berth-Signature: sha256=HEX` is the HMAC
/// of `X-Berth-Timestamp`, a point, and the body.
class AlertWebhook : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QUrl url;
        QByteArray secret;
        QString server; ///< what the message says it comes from
        qsizetype mostWaiting = 100; ///< beyond that the oldest are dropped
        int attempts = 8;
        std::chrono::milliseconds firstWait = std::chrono::seconds(1); ///< doubled each time
        std::chrono::milliseconds longestWait = std::chrono::minutes(5);
    };

    /// @p outbound outlives it.
    AlertWebhook(Options options, net::Outbound *outbound);
    ~AlertWebhook() override;

    void send(const Alert &alert);
    qsizetype waiting() const { return std::ssize(m_queue); }
    /// Ends an attempt; what waits is dropped.
    void stop() { m_stop.request_stop(); }

private:
    static core::Task<> work(QPointer<AlertWebhook> self);
    static core::Task<> deliver(QPointer<AlertWebhook> self, QByteArray body, std::stop_token stop);
    net::Request request(const QByteArray &body) const;

    const Options m_options;
    net::Outbound *m_outbound;
    std::deque<QByteArray> m_queue;
    bool m_isSending = false;
    std::stop_source m_stop;
};

} // namespace telemetry
