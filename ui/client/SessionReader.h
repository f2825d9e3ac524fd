// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Line.h"

#include <deque>
#include <variant>

namespace ui {

/// One event of a conversation as it is stored.
struct StoredEvent
{
    qint64 seq = 0;
    QJsonObject event;
    QByteArray json; ///< the same as text
};

/// A piece of an answer that is being written. A new attempt begins its item anew.
struct WrittenPiece
{
    QString itemId; ///< the id of the event that will end it
    int attempt = 1;
    QString kind; ///< "text" or "reasoning"
    int order = 0; ///< within its attempt, of which one may have missed the first ones
    QString content;
};

/// Which part of a log is wanted: what comes after an event, or the newest ones first; until some
/// event, or for as long as there is news.
struct LogPart
{
    qint64 afterSeq = -1;
    int newest = 0; ///< if not 0, the log is read from so many events before its end
    qint64 lastSeq = std::numeric_limits<qint64>::max();
};

/// What reads the socket of a SessionStream, in a thread of its own: it parses what comes and holds
/// it until it is asked for. What nobody takes is left to the server after a while.
class SessionReader : public QObject
{
    Q_OBJECT

public:
    struct Begin
    {
        qint64 firstSeq = 0; ///< of the events that come
        qint64 throughSeq = 0; ///< the end of the log now
    };
    struct Aborted
    {
        QString itemId;
        QString reason;
    };
    struct Shown
    {
        QJsonObject event;
    };
    struct Failure
    {
        QString detail;
    };
    struct End
    {
    };
    using Item = std::variant<StoredEvent, WrittenPiece, Begin, Shown, Aborted, Failure, End>;

    using Request = std::function<QNetworkRequest(const QUrlQuery &)>;

    SessionReader(Request request, LogPart part);

    // In its thread.
    void start();
    void stop();
    void tryNow();
    void send(const QJsonObject &frame);

    /// From any thread: the oldest items, at most so many; filled() comes for what is after them
    /// only when all of them were taken.
    std::deque<Item> take(int most);
    bool isEmpty() const;

signals:
    /// There are items, where there were none.
    void filled();
    void stateChanged(ui::Line::State state, const QDateTime &since, const QString &reason);

private:
    QNetworkRequest request() const;
    void receive(const QByteArray &text);
    void takeSync(const QJsonObject &frame);
    void takeEvent(qint64 seq, const QJsonObject &event);
    void put(Item item, qsizetype bytes = 0);
    void goOn();

    const Request m_request;
    const LogPart m_part;
    std::unique_ptr<Line> m_line;
    std::optional<qint64> m_lastSeq; ///< unknown until the server has said where the newest begin
    bool m_isWanted = false;

    mutable QMutex m_mutex; ///< of what follows
    std::deque<Item> m_items;
    qsizetype m_bytes = 0;
    bool m_isFull = false;
};

} // namespace ui
