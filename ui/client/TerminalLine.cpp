// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/TerminalLine.h"

using ui::TerminalLine;

TerminalLine::TerminalLine(Client *client, QString workspaceId, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_id(std::move(workspaceId))
{
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, &TerminalLine::printed);
    connect(&m_socket, &QWebSocket::textMessageReceived, this, &TerminalLine::receive);
    connect(&m_socket, &QWebSocket::disconnected, this,
            [this] { end(tr("The connection to the shell is lost.")); });
    connect(&m_socket, &QWebSocket::errorOccurred, this,
            [this] { end(tr("The shell cannot be reached: %1").arg(m_socket.errorString())); });
}

TerminalLine::~TerminalLine()
{
    m_socket.disconnect(this);
}

void TerminalLine::open(int columns, int rows)
{
    QUrlQuery query;
    query.addQueryItem("cols", QString::number(columns));
    query.addQueryItem("rows", QString::number(rows));
    m_isOpen = true;
    m_socket.open(m_client->socketRequest("/workspaces/" + m_id + "/terminal", query));
}

void TerminalLine::type(const QString &text)
{
    send({{"type", "input"}, {"data", text}});
}

void TerminalLine::resize(int columns, int rows)
{
    send({{"type", "resize"}, {"cols", columns}, {"rows", rows}});
}

void TerminalLine::send(const QJsonObject &frame)
{
    if (m_socket.state() == QAbstractSocket::ConnectedState)
        m_socket.sendTextMessage(QString::fromUtf8(json::text(frame)));
}

void TerminalLine::receive(const QString &text)
{
    const QJsonObject frame = QJsonDocument::fromJson(text.toUtf8()).object();
    if (frame["type"] == "exit")
        end(tr("The shell has ended with %1.").arg(frame["code"].toInt()));
    else if (frame["type"] == "error")
        end(frame["message"].toString());
}

void TerminalLine::end(const QString &why)
{
    if (!std::exchange(m_isOpen, false))
        return;
    m_socket.close();
    emit ended(why);
}

#include "moc_TerminalLine.cpp"
