// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Greeter.h"
#include "Loop.h"
#include "Machine.h"
#include "Proxy.h"
#include "Stream.h"

#include <wire/Frame.h>
#include <wire/Message.h>
#include <wire/Outbox.h>
#include <wire/Receipt.h>

#include <map>
#include <memory>
#include <string_view>

/// One peer: reads its frames, runs its requests on the machine, and writes the answers. When the
/// peer can come back, the session survives its connection: it waits for another one.
class Session : public MachineListener
{
public:
    enum class End {
        Cut,      // the connection broke; the peer may come back
        Over,     // the peer is gone, or has misbehaved
        HungUp,   // the peer has said goodbye
        Shutdown, // the peer has asked for the end of everything
    };
    using Ended = std::function<void(End how)>;

    // `ended` is called when a connection has ended, from the loop.
    Session(Machine &machine, Greeting greeting, Ended ended);
    ~Session() override;

    Machine &machine() { return m_machine; }

    // By which the peer may come back; empty when it cannot.
    const std::string &name() const { return m_name; }
    bool isConnected() const { return static_cast<bool>(m_input); }
    // Goes on over another connection, where it was cut. It is over when the peer claims to have
    // what it was never sent.
    void resume(Greeting greeting);

    void goAway(std::string_view reason);

    // Starts the proxies that lead out, once.
    std::expected<Proxy::Ports, wire::Failure> offerNetwork(Proxy::Ports wanted);
    // Asks the server for a connection; null when there are too many.
    TunnelStream *openTunnel(const std::string &host, int port, TunnelListener &listener);

    // For streams.
    std::size_t room() const;
    void send(wire::Frame frame);
    void respond(std::uint32_t stream, const std::string &opid, const wire::Response &response);
    void end(std::uint32_t stream);

    void shellReady(int shell) override;
    void shellEnded(int shell, int exitCode, int signal) override;
    void shutdownAsked() override;

private:
    void read();
    void connect(Greeting greeting);
    std::string welcome(bool isResumed) const;
    void disconnect();
    void cut();
    void handleFrames();
    void handle(wire::Frame frame);
    void request(const wire::Frame &frame);
    void open(std::uint32_t id, const wire::Request &request);
    void data(wire::Frame frame);
    void answer(const wire::Frame &frame);
    void flush();
    void flushSoon();
    void resumeStreams();
    void finish(End how);
    void watchPeer();
    void beat();

    Machine &m_machine;
    Loop &m_loop;
    Fd m_input;
    Fd m_output;
    Ended m_onEnd;
    std::string m_name;
    wire::FrameReader m_reader;
    wire::Outbox m_outbox{wire::Outbox::Greeting::None};
    wire::Receipt m_receipt;
    std::map<std::uint32_t, std::unique_ptr<Stream>> m_streams;
    std::vector<std::unique_ptr<Stream>> m_ended; // until control is back in the loop
    std::map<std::uint32_t, Loop::TimerId> m_deadlines;
    std::uint32_t m_lastStream = 0;
    std::uint32_t m_lastOwn = 0; // of the streams that we have begun
    std::unique_ptr<Proxy> m_proxy;
    std::chrono::steady_clock::time_point m_lastHeard;
    Loop::TimerId m_peerTimer = 0;
    Loop::TimerId m_beatTimer = 0;
    bool m_isOver = false;
    bool m_isFlushPlanned = false;
    bool m_wasFull = false;
    std::shared_ptr<int> m_alive = std::make_shared<int>(0);
};
