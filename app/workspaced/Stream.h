// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Files.h"

#include <wire/Frame.h>
#include <wire/Message.h>
#include <wire/Window.h>

#include <map>
#include <string>

class Machine;
class Session;

/// One request that is not over at once: a job, a command, a file on its way.
class Stream
{
public:
    Stream(Session &session, std::uint32_t id, std::string opid);
    virtual ~Stream() = default;
    Stream(const Stream &) = delete;
    Stream &operator=(const Stream &) = delete;

    virtual void data(wire::Channel channel, std::string bytes);
    virtual void eof(wire::Channel channel);
    virtual void cancel(wire::CancelMode mode) = 0;
    virtual void expire() {} // deadline_ms has passed
    virtual void resume() {} // there is credit, or room in the outbox, again
    // What the other side says on a stream that we have begun.
    virtual void answered(const wire::Response &) {}
    virtual void exited(const wire::Value &) {}
    // A shell has its first prompt, or has ended; true: this stream was waiting for it.
    virtual bool shellReady(int) { return false; }
    virtual bool shellEnded(int) { return false; }

    // Whether nothing of it remains when its session ends before it does, so that it may be tried
    // again.
    virtual bool isUndoneByLoss() const { return false; }

    // Checks the credit and hands the bytes on; false: the peer sent more than it may.
    bool receive(wire::Channel channel, std::string bytes);
    bool grant(wire::Channel channel, std::uint32_t credit);

    std::uint32_t id() const { return m_id; }
    const std::string &opid() const { return m_opid; }

protected:
    std::size_t roomFor(wire::Channel channel);
    void send(wire::Channel channel, std::string bytes);
    void sendEof(wire::Channel channel);
    void sendEvent(const wire::Value &event);
    void consumed(wire::Channel channel,
                  std::size_t bytes); // what was received has left our memory
    // These end the stream: it is deleted when control is back in the loop.
    void respond(const Outcome &outcome);
    void exit(const wire::Value &result);

    Session &m_session;

private:
    struct Outgoing
    {
        wire::SendWindow window;
        std::uint64_t offset = 0;
    };

    Outgoing &outgoing(wire::Channel channel);
    wire::ReceiveWindow &incoming(wire::Channel channel);

    std::uint32_t m_id;
    std::string m_opid;
    std::map<wire::Channel, Outgoing> m_outgoing;
    std::map<wire::Channel, wire::ReceiveWindow> m_incoming;
};
