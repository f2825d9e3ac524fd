// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/FakeLlm.h"

#include <QJsonDocument>
#include <QTcpSocket>
#include <QTimer>

using fakes::Answer;
using fakes::Call;
using fakes::FakeLlm;

static QByteArray text(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

static QString nextId()
{
    static int number = 0;
    return "chatcmpl-" + QString::number(++number);
}

static QJsonArray toolCalls(const QList<Call> &calls, const QString &answerId)
{
    QJsonArray array;
    for (qsizetype index = 0; index < calls.size(); ++index) {
        const QJsonObject function{{"name", calls.at(index).tool},
                                   {"arguments", QString::fromUtf8(calls.at(index).arguments)}};
        array.append(QJsonObject{{"index", index},
                                 {"id", "call_" + answerId + '_' + QString::number(index)},
                                 {"type", "function"},
                                 {"function", function}});
    }
    return array;
}

static QJsonObject usage()
{
    return {{"prompt_tokens", 100}, {"completion_tokens", 20}, {"total_tokens", 120}};
}

static QByteArray chunk(const QString &id, const QJsonArray &choices, const QJsonObject &more = {})
{
    QJsonObject object = more;
    object.insert("id", id);
    object.insert("object", "chat.completion.chunk");
    object.insert("choices", choices);
    return "data: " + text(object) + "\n\n";
}

static QByteArray deltaChunk(const QString &id, const QJsonObject &delta)
{
    return chunk(
        id, {QJsonObject{{"index", 0}, {"delta", delta}, {"finish_reason", QJsonValue::Null}}});
}

static QByteArray head(const Answer &answer)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(answer.status)
                       + " Scripted\r\nContent-Type: " + answer.contentType + "\r\n";
    for (const auto &[name, value] : answer.headers)
        bytes += name + ": " + value + "\r\n";
    if (answer.isChunked)
        return bytes + "Transfer-Encoding: chunked\r\n\r\n";
    return bytes + "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n";
}

static QByteArray chunked(const QByteArray &body, bool isWhole)
{
    const QByteArray piece = QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n";
    return isWhole ? piece + "0\r\n\r\n" : piece;
}

QJsonObject FakeLlm::Received::json() const
{
    return QJsonDocument::fromJson(body).object();
}

FakeLlm::FakeLlm(QObject *parent)
    : QObject(parent)
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection())
            serve(socket);
    });
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("The fake model cannot listen.");
}

QString FakeLlm::url() const
{
    return "http://127.0.0.1:" + QString::number(m_server.serverPort()) + "/v1";
}

void FakeLlm::serve(QTcpSocket *socket)
{
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        ++m_hangUps;
        m_buffers.remove(socket);
        socket->deleteLater();
    });
}

void FakeLlm::read(QTcpSocket *socket)
{
    QByteArray &buffer = m_buffers[socket];
    buffer += socket->readAll();
    Received request;
    if (!takeRequest(buffer, request))
        return;
    m_requests.append(request);
    const bool isAside = m_aside && request.json().value("tools").toArray().isEmpty();
    const Answer answer = isAside               ? *m_aside
                          : m_answers.isEmpty() ? error(500, "The script has ended.")
                                                : m_answers.dequeue();
    emit requested();
    if (!answer.staysSilent)
        QTimer::singleShot(answer.delay, socket,
                           [this, socket, answer] { respond(socket, answer); });
}

bool FakeLlm::takeRequest(QByteArray &buffer, Received &request) const
{
    const qsizetype end = buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return false;
    const QList<QByteArray> lines = buffer.first(end).split('\n');
    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    request.method = words.value(0);
    request.path = words.value(1);
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.first(colon).toLower(), line.sliced(colon + 1).trimmed());
    }
    const qsizetype length = request.headers.value("content-length").toLongLong();
    if (buffer.size() < end + 4 + length)
        return false;
    request.body = buffer.sliced(end + 4, length);
    buffer.remove(0, end + 4 + length);
    return true;
}

void FakeLlm::respond(QTcpSocket *socket, const Answer &answer)
{
    const QByteArray body = answer.cutAfter ? answer.body.first(*answer.cutAfter) : answer.body;
    socket->write(head(answer));
    socket->write(answer.isChunked ? chunked(body, !answer.cutAfter) : body);
    if (answer.cutAfter)
        socket->disconnectFromHost();
}

Answer FakeLlm::completion(const QString &said, const QList<Call> &calls)
{
    const QString id = nextId();
    QJsonObject message{{"role", "assistant"},
                        {"content", said.isEmpty() ? QJsonValue() : QJsonValue(said)}};
    if (!calls.isEmpty())
        message.insert("tool_calls", toolCalls(calls, id));
    const QJsonObject choice{{"index", 0},
                             {"message", message},
                             {"finish_reason", calls.isEmpty() ? "stop" : "tool_calls"}};
    Answer answer;
    answer.body = text({{"id", id},
                        {"object", "chat.completion"},
                        {"choices", QJsonArray{choice}},
                        {"usage", usage()}});
    return answer;
}

Answer FakeLlm::stream(const QString &said, const QList<Call> &calls)
{
    const QString id = nextId();
    Answer answer;
    answer.contentType = "text/event-stream";
    answer.isChunked = true;
    answer.body = deltaChunk(id, {{"role", "assistant"}, {"content", ""}});
    const QStringList words = said.split(' ', Qt::SkipEmptyParts);
    for (qsizetype index = 0; index < words.size(); ++index)
        answer.body +=
            deltaChunk(id, {{"content", words.at(index) + (index + 1 < words.size() ? " " : "")}});
    for (const QJsonValue &call : toolCalls(calls, id))
        answer.body += deltaChunk(id, {{"tool_calls", QJsonArray{call}}});
    answer.body += chunk(id,
                         {QJsonObject{{"index", 0},
                                      {"delta", QJsonObject{}},
                                      {"finish_reason", calls.isEmpty() ? "stop" : "tool_calls"}}});
    answer.body += chunk(id, {}, {{"usage", usage()}});
    answer.body += "data: [DONE]\n\n";
    return answer;
}

Answer FakeLlm::error(int status, const QString &message, const QString &code)
{
    Answer answer;
    answer.status = status;
    answer.body = text({{"error", QJsonObject{{"message", message}, {"code", code}}}});
    return answer;
}
