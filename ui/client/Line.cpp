// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/Line.h"

#include <QNetworkProxy>
#include <QWebSocketHandshakeOptions>

using namespace std::chrono;
using ui::Line;

static constexpr milliseconds shortestWait{500};
static constexpr milliseconds longestWait{15'000};
static constexpr milliseconds handshakeTime{10'000};
static constexpr int authenticationFailed = 4001;
static constexpr int notFound = 4004;

Line::Line(Request request, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_wait(shortestWait)
{
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_retry.setSingleShot(true);
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(handshakeTime);
    connect(&m_retry, &QTimer::timeout, this, &Line::open);
    connect(&m_deadline, &QTimer::timeout, this, [this] { m_socket.abort(); });
    connect(&m_socket, &QWebSocket::connected, this, [this] {
        m_deadline.stop();
        m_reason.clear();
        setState(State::Live);
    });
    connect(&m_socket, &QWebSocket::disconnected, this, &Line::lose);
    connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
        // Only a line that says something is known to work.
        m_wait = shortestWait;
        emit received(text.toUtf8());
    });
}

// The socket says that it is gone while it goes, when there is nobody left to hear it.
Line::~Line()
{
    m_socket.disconnect(this);
}

void Line::start()
{
    m_isWanted = true;
    m_wait = shortestWait;
    if (m_state == State::Offline || m_state == State::Refused)
        open();
}

void Line::stop()
{
    m_isWanted = false;
    m_retry.stop();
    m_deadline.stop();
    m_socket.abort();
    setState(State::Offline);
}

void Line::tryNow()
{
    if (m_isWanted && m_state == State::Offline)
        open();
}

void Line::reopen()
{
    m_socket.abort();
}

milliseconds Line::untilNextTry() const
{
    return m_retry.isActive() ? m_retry.remainingTimeAsDuration() : milliseconds(0);
}

void Line::send(const QJsonObject &frame)
{
    if (m_state == State::Live)
        m_socket.sendTextMessage(QString::fromUtf8(json::text(frame)));
}

void Line::open()
{
    m_retry.stop();
    setState(State::Connecting);
    m_deadline.start();
    m_socket.open(m_request());
}

void Line::lose()
{
    m_deadline.stop();
    if (!m_isWanted || m_state == State::Offline)
        return;
    const int code = m_socket.closeCode();
    m_reason = m_socket.closeReason().isEmpty() ? m_socket.errorString() : m_socket.closeReason();
    if (m_state == State::Live && (code == authenticationFailed || code == notFound)) {
        setState(State::Refused);
        return;
    }
    m_retry.start(m_wait);
    m_wait = qMin(m_wait * 2, longestWait);
    setState(State::Offline);
}

void Line::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    m_since = QDateTime::currentDateTimeUtc();
    emit stateChanged();
}

#include "moc_Line.cpp"
