// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Line.h"

#include <QIODevice>

#include <array>

/// How a line whose connection broke gets another one and goes on where it was.
namespace workspace {

using Kind = core::Error::Kind;

/// Streams that open and bring no greeting: whoever works in there has broken the way in.
static constexpr int mostRefusals = 3;

// The connection is gone, and the session with it if there is no way back.
void Line::breakOff(const QString &reason)
{
    const bool wasResuming = m_state == State::Resuming;
    if (m_state == State::Lost || m_state == State::Cut)
        return;
    if (m_session.empty() || !m_options.reopen)
        return close(reason);
    m_state = State::Cut;
    m_device->disconnect(this);
    m_device->close();
    if (wasResuming && ++m_refusals == mostRefusals)
        return close(m_cutReason);
    if (wasResuming)
        return retry();
    qCInfo(lcWorkspace).noquote() << "The connection to a workspace broke:" << reason;
    m_cutReason = reason;
    m_cutAt = Exchange::Clock::now();
    m_attempts = 0;
    m_refusals = 0;
    retry();
}

void Line::retry()
{
    static constexpr std::array delays{100, 200, 500, 1000, 2000, 5000, 10000}; // milliseconds
    const auto number = qMin<qsizetype>(m_attempts++, std::ssize(delays) - 1);
    QTimer::singleShot(delays.at(static_cast<size_t>(number)), this, [this] {
        if (m_state == State::Cut)
            core::spawn(reopen(this, m_options.reopen), "reaching a workspace again");
    });
}

core::Task<> Line::reopen(QPointer<Line> line, Reopen opener)
{
    const core::Result<std::shared_ptr<QIODevice>> device = co_await opener();
    if (!line || line->m_state != State::Cut) {
        if (device)
            (*device)->close();
    } else if (device) {
        line->resume(*device);
    } else if (device.error().kind == Kind::NotFound) {
        line->close(line->m_cutReason);
    } else {
        line->retry();
    }
    co_return {};
}

void Line::resume(std::shared_ptr<QIODevice> device)
{
    m_state = State::Resuming;
    adopt(device);
    sayHello();
    QTimer::singleShot(m_options.handshake, this, [this, device = std::weak_ptr(device)] {
        if (m_state == State::Resuming && device.lock() == m_device)
            breakOff("The program that works in the workspace did not greet in time.");
    });
    // What has come before anybody listened.
    QMetaObject::invokeMethod(this, &Line::readDevice, Qt::QueuedConnection);
}

void Line::receiveSession(const wire::Welcome &welcome)
{
    if (m_state == State::Greeting) {
        m_boot = welcome.boot;
        if (m_options.reopen)
            m_session = welcome.session;
        if (!m_session.empty())
            m_outbox.keepUntilAcknowledged();
        m_state = State::Open;
        m_greeted.resolve(true);
        return flush();
    }
    if (!welcome.isResumed)
        return close(welcome.boot == m_boot
                         ? QString("The workspace could not be reached for too long; what ran in "
                                   "it has ended.")
                         : QString("The workspace was restarted; what ran in it has ended."));
    if (!m_outbox.rewind(static_cast<quint64>(welcome.received), {}))
        return close("The workspace broke the rules of the connection.");
    m_state = State::Open;
    qCInfo(lcWorkspace) << "The connection to a workspace is back after"
                        << std::chrono::duration_cast<std::chrono::milliseconds>(
                               Exchange::Clock::now() - m_cutAt)
                               .count()
                        << "ms.";
    setFrozen(m_frozen);
    m_pinged = Exchange::Clock::now();
    flush();
}

} // namespace workspace
