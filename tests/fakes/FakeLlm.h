// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <QQueue>
#include <QTcpServer>

#include <chrono>
#include <optional>

namespace fakes {

/// One answer of the fake model, as bytes on a socket.
struct Answer
{
    int status = 200;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    QByteArray contentType = "application/json";
    bool isChunked = false; ///< by transfer encoding, as streams are sent
    std::chrono::milliseconds delay{0}; ///< before the first byte
    std::optional<qsizetype> cutAfter; ///< bytes of the body; then the connection is dropped
    bool staysSilent = false; ///< the request is read and never answered
};

/// A tool call that the fake model makes; `arguments` is text, so that it can be wrong.
struct Call
{
    QString tool;
    QByteArray arguments = "{}";
};

/// A language model's HTTP server on a loopback socket: plays its answers in order and keeps what
/// it was asked. Without an answer left, it answers 500.
class FakeLlm : public QObject
{
    Q_OBJECT

public:
    struct Received
    {
        QByteArray method;
        QByteArray path;
        QMap<QByteArray, QByteArray> headers; ///< names in lower case
        QByteArray body;

        QJsonObject json() const;
    };

    explicit FakeLlm(QObject *parent = nullptr);

    /// The base URL for an LLM's settings: "http://127.0.0.1:PORT/v1".
    QString url() const;

    void play(const Answer &answer) { m_answers.enqueue(answer); }
    /// What requests without tools, such as those for a title, are answered beside the script.
    void answerAside(const Answer &answer) { m_aside = answer; }
    const QList<Received> &requests() const { return m_requests; }
    qsizetype answersLeft() const { return m_answers.size(); }
    /// Connections that the other side has closed.
    int hangUps() const { return m_hangUps; }

    /// A whole answer that says @p text and makes @p calls; 100 tokens in, 20 out.
    static Answer completion(const QString &text, const QList<Call> &calls = {});
    /// The same, streamed word by word.
    static Answer stream(const QString &text, const QList<Call> &calls = {});
    static Answer error(int status, const QString &message, const QString &code = {});

signals:
    void requested();

private:
    void serve(QTcpSocket *socket);
    void read(QTcpSocket *socket);
    bool takeRequest(QByteArray &buffer, Received &request) const;
    void respond(QTcpSocket *socket, const Answer &answer);

    QMap<QTcpSocket *, QByteArray> m_buffers;
    QQueue<Answer> m_answers;
    std::optional<Answer> m_aside;
    QList<Received> m_requests;
    int m_hangUps = 0;
    QTcpServer m_server; ///< last, so that its sockets die while the rest lives
};

} // namespace fakes
