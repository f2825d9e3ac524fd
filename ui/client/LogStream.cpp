// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/LogStream.h"

using ui::LogStream;

static QNetworkRequest logRequest(const ui::Client *client)
{
    // From the first line on: the numbers of a server that was started again mean other lines.
    QUrlQuery query;
    query.addQueryItem("after", "0");
    return client->socketRequest("/logs/stream", query);
}

LogStream::LogStream(Client *client, QObject *parent)
    : QObject(parent)
    , m_line([client] { return logRequest(client); })
{
    m_flush.setSingleShot(true);
    m_flush.setInterval(std::chrono::milliseconds(16));
    connect(&m_flush, &QTimer::timeout, this, [this] { emit came(std::exchange(m_lines, {})); });
    connect(&m_line, &Line::received, this, &LogStream::receive);
    connect(&m_line, &Line::stateChanged, this, &LogStream::stateChanged);
}

void LogStream::receive(const QByteArray &text)
{
    QJsonObject frame = QJsonDocument::fromJson(text).object();
    const QString type = frame.take("type").toString();
    if (type == "gap") {
        take({{"lost", frame["lost"]}});
    } else if (type == "line") {
        const QString time = frame["time"].toString();
        if (time <= m_newest)
            return;
        m_newest = time;
        take(frame);
    }
}

void LogStream::take(QJsonObject line)
{
    line.insert("row", m_row++);
    m_lines.append(line);
    if (!m_flush.isActive())
        m_flush.start();
}

#include "moc_LogStream.cpp"
