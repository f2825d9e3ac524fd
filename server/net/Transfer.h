// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/Outbound.h"

#include <QNetworkReply>
#include <QTimer>

namespace net {

/// The port that a URL means, also when it names none.
inline int effectivePort(const QUrl &url)
{
    return url.port(url.scheme() == "https" ? 443 : 80);
}

/// Collects one reply until it ends, breaks, grows too large, lasts too long or is cancelled.
class Transfer : public QObject
{
public:
    /// Owns @p reply. @p sink may be empty.
    Transfer(QNetworkReply *reply, const Request &request, ChunkSink sink);
    ~Transfer() override;

    core::Deferred<core::Result<Response>> ended() const { return m_ended; }
    void cancel();

private:
    void read();
    void finish();
    bool isCutShort() const;
    void end(core::Result<Response> result);
    int status() const;

    QNetworkReply *m_reply;
    ChunkSink m_sink;
    QTimer m_timer;
    QString m_host;
    qint64 m_maxBytes;
    qint64 m_bytes = 0;
    QByteArray m_body;
    core::Deferred<core::Result<Response>> m_ended;
};

} // namespace net
