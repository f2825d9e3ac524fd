// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Line.h"

namespace ui {

/// One event of a conversation as it is stored.
struct StoredEvent
{
    qint64 seq = 0;
    QJsonObject event;
};

/// /sockets/session/{id}: the log of one conversation from a cursor on, without gap or repetition
/// also across losses of the connection and restarts of the server; and what is being written.
class SessionStream : public QObject
{
    Q_OBJECT

public:
    using State = Line::State;

    /// A piece of an answer that is being written. A new attempt begins its item anew.
    struct Piece
    {
        QString itemId; ///< the id of the event that will end it
        int attempt = 1;
        QString kind; ///< "text" or "reasoning"
        QString content;
    };

    /// @p client outlives it. @p afterSeq: the last event that is known; -1 for all of them.
    SessionStream(Client *client, QString conversationId, qint64 afterSeq = -1,
                  QObject *parent = nullptr);

    void start() { m_line.start(); }
    void stop();
    void tryNow() { m_line.tryNow(); }

    QString conversationId() const { return m_id; }
    State state() const { return m_line.state(); }
    QDateTime since() const { return m_line.since(); }
    QString reason() const { return m_line.reason(); }
    /// The last event that was told.
    qint64 lastSeq() const { return m_lastSeq; }
    /// The last event of the log as the server said when the stream was opened; -1 for none.
    qint64 throughSeq() const { return m_throughSeq; }
    bool isCaughtUp() const { return m_lastSeq >= m_throughSeq; }

    /// Sends a message of the user that is answered at once.
    void say(const QString &text);

signals:
    void stateChanged();
    /// In their order; at most once in 16 ms.
    void eventsStored(const QList<ui::StoredEvent> &events);
    /// An event that is in no log, such as a full_state.
    void eventShown(const QJsonObject &event);
    void pieceWritten(const ui::SessionStream::Piece &piece);
    /// What was written of an item is void.
    void itemAborted(const QString &itemId, const QString &reason);
    void failed(const QString &detail);

private:
    QNetworkRequest request() const;
    void receive(const QByteArray &text);
    void takePiece(const Piece &piece);
    void take(qint64 seq, const QJsonObject &event);
    void flush();

    Client *m_client;
    const QString m_id;
    Line m_line;
    qint64 m_lastSeq = -1;
    qint64 m_throughSeq = -1;
    QList<StoredEvent> m_events; ///< not yet told
    std::optional<Piece> m_piece; ///< not told yet; there are never events too
    QTimer m_flush;
};

} // namespace ui
