// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Request.h"

#include <QObject>

class QTcpSocket;

namespace api {

/// How an answer is framed.
struct Framing
{
    bool headOnly = false; ///< the answer to HEAD
    bool keepAlive = true;
    bool isHttp10 = false;
};

/// Writes one answer to a socket, no faster than the peer reads it.
class Outgoing : public QObject
{
    Q_OBJECT

public:
    Outgoing(QTcpSocket *socket, Response response, Framing framing);
    ~Outgoing() override;

    void start();
    /// Moves more of a stream into the socket; for whenever the socket has written something.
    void pump();
    qint64 bytesSent() const { return m_bytesSent; }

signals:
    /// The last byte has been handed to the system.
    void finished();
    /// The source broke off, so the answer cannot be completed.
    void failed();

private:
    QByteArray head();
    bool hasBody() const;
    bool isSized() const;
    void startStream();
    void pumpStream();
    bool pumpOnce();
    bool pumpSized();
    void endStream();
    void sourceClosing();
    void write(const QByteArray &bytes);
    void check();

    QTcpSocket *const m_socket;
    const Response m_response;
    const Framing m_framing;
    qint64 m_remaining = 0; // of a stream whose size is known
    qint64 m_bytesSent = 0;
    bool m_chunked = false;
    bool m_sourceEnded = false;
    bool m_complete = false;
    bool m_over = false;
};

/// Bytes that were written to @p socket and are not yet with the system.
qint64 pendingBytes(const QTcpSocket *socket);

} // namespace api
