// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>

#include <functional>
#include <optional>

class QTcpSocket;
class QWebSocket;

namespace api {

/// Close codes that clients act on.
enum class CloseCode {
    Normal = 1000,
    GoingAway = 1001,
    Unsupported = 1003,
    TryAgainLater = 1013,
    AuthenticationFailed = 4001,
    NotFound = 4004,
};

/// The key of a frame {"type": "auth", "session_api_key": "..."}; nothing when it is another frame.
std::optional<QByteArray> authKey(const QString &text);

/// One authenticated WebSocket with a bounded queue of outgoing bytes. It may be used after it has
/// closed: what is sent then goes nowhere. A slot connected to it must not own it, or it never
/// dies.
class Socket : public QObject
{
    Q_OBJECT

public:
    /// @p transport is the stream below @p socket, which frames are written to without another
    /// copy.
    Socket(QWebSocket *socket, QTcpSocket *transport, qint64 queueLimit);
    ~Socket() override;

    bool isOpen() const { return m_open; }
    /// Bytes that the client has not taken yet.
    qint64 queuedBytes() const;

    /// Queues one text frame; @p utf8 is shared, not copied, so encode a broadcast once. A client
    /// that leaves more than the limit unread is closed with 1013.
    void sendText(const QByteArray &utf8);
    /// The same for bytes that are no text.
    void sendBinary(const QByteArray &bytes);
    /// Starts the closing handshake; a client that does not answer is cut off 5 s later.
    void close(CloseCode code, const QString &reason = {});
    void abort();

    /// Until it is opened, texts go to @p gate instead of textReceived().
    void setGate(std::function<void(const QString &text)> gate);
    void open();
    /// Keeps texts for receiveHeld(), a few of them: nobody has said yet whose socket it is.
    void hold();
    void receiveHeld();

    /// One beat of the server's heart: pings, and cuts off a client that missed two in a row.
    void beat();

signals:
    /// A text of the client; frames that authenticate once more are left out.
    void textReceived(const QString &text);
    /// The last signal; isOpen() is false by then.
    void closed();

private:
    void receive(const QString &text);
    void send(char opcode, const QByteArray &payload);
    void write(char opcode, const QByteArray &payload);
    void limitPongs();
    void finish();

    QPointer<QWebSocket> m_socket;
    QPointer<QTcpSocket> m_transport;
    qint64 m_queueLimit;
    std::function<void(const QString &)> m_gate;
    std::optional<QStringList> m_held;
    int m_missedBeats = 0;
    bool m_open = true;
    bool m_closing = false;
};

} // namespace api
