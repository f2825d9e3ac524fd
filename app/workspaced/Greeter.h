// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Loop.h"

#include <wire/Frame.h>
#include <wire/Message.h>

#include <expected>

/// A connection whose other side has said HELLO.
struct Greeting
{
    Fd input;
    Fd output;
    wire::FrameReader reader; // may hold what came after HELLO
    wire::Hello hello;
};

/// Waits for the HELLO of a new connection, and tells a side that speaks nonsense to go away.
class Greeter
{
public:
    using Outcome = std::expected<Greeting, std::string>; // or why there is none
    using Done = std::function<void(Outcome outcome)>;

    // `done` is called once, from the loop and with nothing of the greeter on the stack.
    Greeter(Loop &loop, Fd input, Fd output, std::chrono::milliseconds patience, Done done);
    ~Greeter();
    Greeter(const Greeter &) = delete;
    Greeter &operator=(const Greeter &) = delete;

private:
    void read();
    void hear(const wire::Frame &frame);
    void refuse(std::string_view reason);
    void finish(Outcome outcome);

    Loop &m_loop;
    Fd m_input;
    Fd m_output;
    wire::FrameReader m_reader;
    Done m_done;
    Loop::TimerId m_timer = 0;
    std::shared_ptr<int> m_alive = std::make_shared<int>(0);
};

// Tells the other side of a connection that nothing was said on yet to go away.
void sendGoodbye(int output, std::string_view reason);
