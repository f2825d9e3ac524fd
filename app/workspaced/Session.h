// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Loop.h"
#include "Machine.h"
#include "Stream.h"

#include <wire/Frame.h>
#include <wire/Message.h>
#include <wire/Outbox.h>

#include <map>
#include <memory>
#include <string_view>

/// One peer: reads its frames, runs its requests on the machine, and writes the answers.
class Session : public MachineListener
{
public:
    using Over = std::function<void(std::string_view reason)>;

    // `over` is called once, when the peer is gone, has misbehaved, or has asked for the end.
    Session(Machine &machine, Fd input, Fd output, Over over);
    ~Session() override;

    Machine &machine() { return m_machine; }

    void goAway(std::string_view reason);

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
    void handleFrames();
    void handle(wire::Frame frame);
    void greet(const wire::Frame &frame);
    void request(const wire::Frame &frame);
    void open(std::uint32_t id, const wire::Request &request);
    void data(wire::Frame frame);
    void flush();
    void flushSoon();
    void resumeStreams();
    void finish(std::string_view reason);
    void watchPeer();

    Machine &m_machine;
    Loop &m_loop;
    Fd m_input;
    Fd m_output;
    Over m_over;
    wire::FrameReader m_reader;
    wire::Outbox m_outbox;
    std::map<std::uint32_t, std::unique_ptr<Stream>> m_streams;
    std::vector<std::unique_ptr<Stream>> m_ended; // until control is back in the loop
    std::map<std::uint32_t, Loop::TimerId> m_deadlines;
    std::uint32_t m_lastStream = 0;
    std::chrono::steady_clock::time_point m_lastHeard;
    Loop::TimerId m_peerTimer = 0;
    bool m_isGreeted = false;
    bool m_isOver = false;
    bool m_isFlushPlanned = false;
    bool m_wasFull = false;
    std::shared_ptr<int> m_alive = std::make_shared<int>(0);
};
