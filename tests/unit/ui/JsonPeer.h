// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <algorithm>
#include <functional>

namespace test {

/// A server on a port of its own that answers each method and path (where it was told so, with
/// their query) with what it was told, and keeps what it was asked.
class JsonPeer : public QObject
{
public:
    struct Request
    {
        QString line; ///< "GET /keys"
        QJsonObject body;
    };

    JsonPeer()
    {
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("%s", qPrintable(m_server.errorString()));
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        });
    }

    QUrl url() const { return QUrl(QString("http://127.0.0.1:%1").arg(m_server.serverPort())); }
    void answer(const QString &line, const QJsonObject &body, int status = 200)
    {
        m_answers.insert(line, {status, QJsonDocument(body).toJson(QJsonDocument::Compact)});
    }
    void answerText(const QString &line, const QByteArray &text)
    {
        m_answers.insert(line, {200, text});
    }
    /// The last request of this method and path; an empty line when there was none.
    Request last(const QString &line) const
    {
        for (auto request = requests.crbegin(); request != requests.crend(); ++request) {
            if (request->line == line)
                return *request;
        }
        return {};
    }

    /// How often this method and path was asked for.
    qsizetype count(const QString &line) const
    {
        return std::ranges::count(requests, line, &Request::line);
    }

    /// Answers nothing until release(), which answers all that was asked meanwhile.
    void hold() { m_isHeld = true; }
    void release()
    {
        m_isHeld = false;
        for (const auto &answer : std::exchange(m_heldAnswers, {}))
            answer();
    }

    QList<Request> requests;

private:
    void read(QTcpSocket *socket)
    {
        QByteArray &text = m_read[socket];
        text += socket->readAll();
        const qsizetype end = text.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        qsizetype length = 0;
        const QList<QByteArray> lines = text.first(end).split('\n');
        for (const QByteArray &line : lines) {
            if (line.toLower().startsWith("content-length:"))
                length = line.mid(15).trimmed().toLongLong();
        }
        if (text.size() < end + 4 + length)
            return;
        const QList<QByteArray> words = lines.first().split(' ');
        const QString whole = QString::fromUtf8(words[0] + ' ' + words[1]);
        const QString line = whole.section('?', 0, 0);
        requests.append({line, QJsonDocument::fromJson(text.mid(end + 4, length)).object()});
        text.remove(0, end + 4 + length);
        const auto [status, body] =
            m_answers.value(whole, m_answers.value(line, {404, R"({"detail":"No such thing."})"}));
        const QByteArray answer = "HTTP/1.1 " + QByteArray::number(status)
                                  + " Answer\r\nContent-Length: " + QByteArray::number(body.size())
                                  + "\r\n\r\n" + body;
        if (m_isHeld)
            m_heldAnswers.append([socket, answer] { socket->write(answer); });
        else
            socket->write(answer);
    }

    bool m_isHeld = false;
    QList<std::function<void()>> m_heldAnswers;

    QTcpServer m_server;
    QHash<QString, std::pair<int, QByteArray>> m_answers;
    QHash<QTcpSocket *, QByteArray> m_read;
};

} // namespace test
