// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "wire/Message.h"
#include "wire/Window.h"

#include <QObject>

#include <chrono>
#include <map>

namespace workspace {

class Line;

/// What ended a stream: the value of its RES or EXIT, or why there is none.
struct Ending
{
    core::Result<wire::Value> result;
};

/// One request on the line and what comes back on it, with credit in both directions. It ends once.
class Exchange : public QObject, public std::enable_shared_from_this<Exchange>
{
    Q_OBJECT

public:
    using Clock = std::chrono::steady_clock;

    quint32 id() const { return m_id; }
    bool isEnded() const { return m_end.isResolved(); }
    /// Resolved when the stream has ended.
    const core::Deferred<Ending> &end() const { return m_end; }

    /// Bytes of a dataReceived() have left our memory.
    void consumed(wire::Channel channel, qint64 bytes);
    /// How much may be sent on @p channel now.
    qint64 sendable(wire::Channel channel) const;
    /// At most sendable().
    void send(wire::Channel channel, QByteArrayView bytes);
    void sendEof(wire::Channel channel);
    void cancel(wire::CancelMode mode);

    /// Without a sign of the helper or a call of this for so long, while all that came is consumed,
    /// the stream fails with Timeout; 0 = wait for ever.
    void expectProgress(std::chrono::milliseconds patience);
    /// Cancels it and takes what still comes without signalling it.
    void abandon();

    /// Of a stream that the helper began, before anything is sent on it.
    void accept();
    /// Ends a stream that the helper began and that was not accepted.
    void refuse(wire::Failure failure);
    /// Ends a stream that the helper began and that was accepted.
    void exit(wire::Value result);

signals:
    void dataReceived(wire::Channel channel, const QByteArray &bytes);
    void eofReceived(wire::Channel channel);
    void eventReceived(const wire::Value &event);
    /// The helper wants no more of a stream that it began.
    void cancelled();
    /// sendable() may have grown.
    void roomMade();
    /// Comes from the event loop, so who has just begun the stream can still connect.
    void ended(const workspace::Ending &ending);

private:
    friend class Line;

    struct Intake
    {
        wire::ReceiveWindow window;
        qint64 held = 0; ///< received and not yet consumed
    };

    Exchange(Line *line, quint32 id);

    bool isTheirs() const { return m_id % 2 == 0; }
    void answer(wire::FrameType type, std::string payload);
    bool receive(const wire::Frame &frame);
    bool receiveData(const wire::Frame &frame);
    void finish(core::Result<wire::Value> result);
    void announce(core::Result<wire::Value> result);
    bool isOverdue(Clock::time_point now) const;
    void giveUp();

    Line *m_line; ///< null once nothing more can come
    quint32 m_id;
    std::map<wire::Channel, wire::SendWindow> m_send;
    std::map<wire::Channel, Intake> m_intakes;
    std::map<wire::Channel, quint64> m_sent;
    std::chrono::milliseconds m_patience{0};
    Clock::time_point m_progress;
    bool m_abandoned = false;
    core::Deferred<Ending> m_end;
};

} // namespace workspace
