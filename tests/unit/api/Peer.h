// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpSocket>
#include <QtTest>

namespace test {

/// One HTTP answer as it came over the wire.
struct Answer
{
    int status = 0;
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;

    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

/// A client that sends exactly the bytes it is given.
class Peer
{
public:
    explicit Peer(quint16 port)
    {
        m_socket.connectToHost(QHostAddress::LocalHost, port);
        std::ignore = QTest::qWaitFor(
            [this] { return m_socket.state() == QAbstractSocket::ConnectedState; });
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket,
                         [this] { m_buffer += m_socket.readAll(); });
    }

    QTcpSocket &socket() { return m_socket; }
    const QByteArray &buffer() const { return m_buffer; }
    void send(const QByteArray &bytes) { m_socket.write(bytes); }

    /// A whole request with the header fields every request needs.
    void request(const QByteArray &line, const QByteArray &fields = {}, const QByteArray &body = {})
    {
        const QByteArray length = body.isEmpty() ? QByteArray()
                                                 : "Content-Length: "
                                                       + QByteArray::number(body.size()) + "\r\n";
        send(line + " HTTP/1.1\r\nHost: localhost\r\n" + length + fields + "\r\n" + body);
    }

    /// The next answer, taken off the buffer; status 0 when none came in time.
    Answer answer(bool toHead = false)
    {
        Answer answer;
        const auto parsed = [&] { return parse(answer, toHead); };
        return QTest::qWaitFor(parsed, 10000) ? answer : Answer{};
    }

    bool isClosed()
    {
        return QTest::qWaitFor([this] {
            return m_socket.state() == QAbstractSocket::UnconnectedState;
        }, 10000);
    }

private:
    bool parse(Answer &answer, bool toHead)
    {
        const qsizetype end = m_buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        answer = {};
        const QByteArrayList lines = m_buffer.first(end).split('\n');
        answer.status = lines.first().split(' ').at(1).toInt();
        for (const QByteArray &line : lines.sliced(1)) {
            const qsizetype colon = line.indexOf(':');
            answer.headers.insert(line.first(colon).toLower(), line.sliced(colon + 1).trimmed());
        }
        const qsizetype length = toHead ? 0 : answer.headers.value("content-length").toLongLong();
        if (m_buffer.size() < end + 4 + length)
            return false;
        answer.body = m_buffer.sliced(end + 4, length);
        m_buffer.remove(0, end + 4 + length);
        return true;
    }

    QTcpSocket m_socket;
    QByteArray m_buffer;
};

} // namespace test
