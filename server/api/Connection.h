// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Front.h"
#include "api/Multipart.h"
#include "api/Options.h"
#include "api/Outgoing.h"
#include "net/HttpGrammar.h"

#include <QTimer>

class QTcpSocket;

namespace api {

/// Reads requests from one socket, one at a time, and writes their answers. A byte is parsed once,
/// by one parser; the next request stays in the socket until the answer to this one has left.
class Connection : public QObject
{
    Q_OBJECT

public:
    /// Takes the socket; deletes itself when it has closed.
    Connection(QTcpSocket *socket, Front *front, const Limits &limits);
    ~Connection() override;

    /// Answers the request in work; the answer to one whose client has left goes nowhere.
    void answer(const ExchangePtr &exchange, Response response);
    /// Closes after the answer in work, at once when there is none.
    void finishUp();
    /// Ends with its next answer.
    void answerOnce() { m_finishing = true; }
    /// Cuts an answer without an end that goes to a key which works no longer.
    void endKey(const QString &keyId);
    void endUser(const QString &userId);
    void abort();

private:
    enum class State { Head, Body, Working, Sending, Draining, Gone };

    void read();
    void readHead();
    void headComplete();
    void refuse(int status, const QString &text = {});
    void answerEarly(Response response);
    void beginBody();
    void readBody();
    bool takeBody();
    bool spool(const QByteArray &bytes);
    void bodyComplete();
    void send(Response response);
    void sent();
    void endExchange();
    void nextRequest();
    void drain();
    void leave();
    void lost();
    void watch(std::chrono::milliseconds time);
    void timeIsUp();
    void progressed();

    QTcpSocket *m_socket;
    Front *const m_front;
    const Limits m_limits;
    State m_state = State::Head;
    QTimer m_timer;
    std::unique_ptr<net::HttpGrammar> m_grammar;
    qint64 m_headBytes = 0;
    qint64 m_bodyBytes = 0;
    ExchangePtr m_exchange;
    std::optional<Response> m_refusal; // an answer that waits for the end of a small body
    std::unique_ptr<Multipart> m_multipart;
    std::unique_ptr<Outgoing> m_outgoing;
    std::function<void()> m_afterSent;
    int m_status = 0;
    bool m_isRead = false; // up to the request's last byte
    bool m_keepAlive = true;
    bool m_finishing = false;
    bool m_isFollowing = false; // the answer has no end that is known
};

} // namespace api
