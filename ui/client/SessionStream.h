// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/SessionReader.h"

#include <QElapsedTimer>

namespace ui {

/// /sockets/session/{id}: the log of one conversation from a cursor on, without gap or repetition
/// also across losses of the connection and restarts of the server; and what is being written. It
/// is read in another thread and told in small portions.
class SessionStream : public QObject
{
    Q_OBJECT

public:
    using State = Line::State;
    using Piece = WrittenPiece;

    /// @p client outlives it.
    SessionStream(Client *client, QString conversationId, LogPart part = {},
                  QObject *parent = nullptr);
    ~SessionStream() override;

    void start();
    void stop();
    void tryNow();

    QString conversationId() const { return m_id; }
    State state() const { return m_state; }
    QDateTime since() const { return m_since; }
    QString reason() const { return m_reason; }
    /// The last event that was told.
    qint64 lastSeq() const { return m_lastSeq; }
    /// The last event of the log as the server said when the stream was opened; -1 for none.
    qint64 throughSeq() const { return m_throughSeq; }
    /// Whether the server has been asked, and everything that it had then has been told.
    bool isCaughtUp() const { return m_hasBegun && m_lastSeq >= m_throughSeq; }

    /// Sends a message of the user that is answered at once.
    void say(const QString &text);

signals:
    void stateChanged();
    /// The server has said which event will be the first.
    void began(qint64 firstSeq);
    /// In their order; at most once in 16 ms, and so few that a window can take them in between.
    void eventsStored(const QList<ui::StoredEvent> &events);
    /// An event that is in no log, such as a full_state.
    void eventShown(const QJsonObject &event);
    void pieceWritten(const ui::WrittenPiece &piece);
    /// What was written of an item is void.
    void itemAborted(const QString &itemId, const QString &reason);
    void failed(const QString &detail);
    /// The last event that was wanted has been told.
    void ended();

private:
    void schedule();
    void flush(int most);
    void tell(const SessionReader::Item &item);
    void tellTogether();

    const QString m_id;
    SessionReader *m_reader; ///< lives in the reader's thread
    State m_state = State::Offline;
    QDateTime m_since = QDateTime::currentDateTimeUtc();
    QString m_reason;
    qint64 m_lastSeq;
    qint64 m_throughSeq = -1;
    bool m_hasBegun = false;
    QList<StoredEvent> m_events; ///< to be told together
    std::optional<Piece> m_piece; ///< likewise; there are never events too
    QTimer m_flush;
    QElapsedTimer m_sinceFlush;
};

} // namespace ui
