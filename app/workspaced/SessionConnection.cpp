// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Session.h"

#include "Host.h"

#include <sys/epoll.h>

// How a session gets a connection, loses it, and is taken up again.

using namespace std::chrono;
using wire::FrameType;
using wire::Value;

namespace {

// A timer that is so late was held up: the whole container was paused, and so was its peer's line.
constexpr seconds heldUp{5};

} // namespace

void Session::resume(Greeting greeting)
{
    disconnect();
    if (m_isOver)
        return;
    if (!m_outbox.rewind(static_cast<std::uint64_t>(greeting.hello.received), welcome(true))) {
        sendGoodbye(greeting.output.get(), "received");
        finish(End::Over);
        return;
    }
    connect(std::move(greeting));
}

void Session::connect(Greeting greeting)
{
    m_input = std::move(greeting.input);
    m_output = std::move(greeting.output);
    m_reader = std::move(greeting.reader);
    m_lastHeard = steady_clock::now();
    m_loop.watch(m_input.get(), EPOLLIN, [this](std::uint32_t) { read(); });
    m_loop.watch(m_output.get(), 0, [this](std::uint32_t) { flush(); });
    watchPeer();
    m_beatTimer = m_loop.after(wire::pingInterval, [this] { beat(); });
    // What came with HELLO.
    m_loop.defer([this, alive = std::weak_ptr(m_alive)] {
        if (alive.lock())
            handleFrames();
    });
}

std::string Session::welcome(bool isResumed) const
{
    wire::Welcome welcome;
    welcome.boot = m_machine.boot();
    welcome.build = BERTH_VERSION;
    welcome.pid = ::getpid();
    welcome.uid = ::getuid();
    welcome.arch = host::arch();
    welcome.kernel = host::kernel();
    welcome.features = {"proc", "detach", "pty", "shell", "fs", "stats", "egress"};
    welcome.nowMs = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    welcome.session = m_name;
    welcome.isResumed = isResumed;
    welcome.received = static_cast<std::int64_t>(m_receipt.received());
    std::string bytes(wire::magic);
    wire::appendEncoded(bytes, {.type = FrameType::Welcome, .payload = welcome.encode()});
    return bytes;
}

void Session::disconnect()
{
    m_loop.cancel(m_peerTimer);
    m_loop.cancel(m_beatTimer);
    if (!m_input)
        return;
    m_loop.forget(m_input.get());
    m_loop.forget(m_output.get());
    m_input.reset();
    m_output.reset();
}

void Session::cut()
{
    if (m_name.empty()) {
        finish(End::Over);
        return;
    }
    disconnect();
    m_loop.defer([this, alive = std::weak_ptr(m_alive)] {
        if (alive.lock() && !isConnected())
            m_onEnd(End::Cut);
    });
}

void Session::watchPeer()
{
    const auto now = steady_clock::now();
    if (now - m_lastHeard >= wire::peerTimeout + heldUp)
        m_lastHeard = now;
    if (now - m_lastHeard >= wire::peerTimeout) {
        cut();
        return;
    }
    m_peerTimer = m_loop.after(ceil<milliseconds>(m_lastHeard + wire::peerTimeout - now),
                               [this] { watchPeer(); });
}

void Session::beat()
{
    m_beatTimer = m_loop.after(wire::pingInterval, [this] { beat(); });
    if (m_receipt.isOwed() && !m_name.empty())
        send(m_receipt.acknowledge());
    send(wire::pingFrame(static_cast<std::uint64_t>(m_lastHeard.time_since_epoch().count())));
}
