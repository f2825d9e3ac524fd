// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Greeter.h"

#include <fcntl.h>
#include <sys/epoll.h>

#include <cerrno>

using wire::Frame;
using wire::FrameType;

namespace {

void makeNonBlocking(int fd)
{
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

} // namespace

Greeter::Greeter(Loop &loop, Fd input, Fd output, std::chrono::milliseconds patience, Done done)
    : m_loop(loop)
    , m_input(std::move(input))
    , m_output(std::move(output))
    , m_done(std::move(done))
{
    makeNonBlocking(m_input.get());
    makeNonBlocking(m_output.get());
    m_loop.watch(m_input.get(), EPOLLIN, [this](std::uint32_t) { read(); });
    m_timer = m_loop.after(patience, [this] {
        m_timer = 0;
        refuse("no HELLO in time");
    });
}

Greeter::~Greeter()
{
    m_loop.cancel(m_timer);
    if (m_input)
        m_loop.forget(m_input.get());
}

void Greeter::read()
{
    char buffer[16 * 1024];
    const ssize_t got = ::read(m_input.get(), buffer, sizeof(buffer));
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        finish(std::unexpected("end of line"));
        return;
    }
    m_reader.feed({buffer, static_cast<std::size_t>(got)});
    const auto frame = m_reader.next();
    if (!frame)
        refuse(wire::describe(frame.error()));
    else if (*frame)
        hear(**frame);
}

void Greeter::hear(const Frame &frame)
{
    if (frame.type != FrameType::Hello) {
        refuse("no HELLO");
        return;
    }
    auto hello = wire::Hello::decode(frame.payload);
    if (!hello)
        refuse("HELLO");
    else if (hello->min > wire::protocolVersion || hello->max < wire::protocolVersion)
        refuse("version");
    else {
        m_loop.forget(m_input.get());
        finish(Greeting{std::move(m_input), std::move(m_output), std::move(m_reader),
                        std::move(*hello)});
    }
}

void Greeter::refuse(std::string_view reason)
{
    sendGoodbye(m_output.get(), reason);
    finish(std::unexpected(std::string(reason)));
}

void Greeter::finish(Outcome outcome)
{
    m_loop.cancel(m_timer);
    if (m_input)
        m_loop.forget(m_input.get());
    const auto kept = std::make_shared<Outcome>(std::move(outcome));
    m_loop.defer([this, alive = std::weak_ptr(m_alive), kept] {
        if (!alive.lock())
            return;
        const Done done = m_done;
        done(std::move(*kept));
    });
}

void sendGoodbye(int output, std::string_view reason)
{
    std::string bytes(wire::magic);
    wire::appendEncoded(bytes, {.type = FrameType::GoAway,
                                .payload = wire::Value::map({{"reason", reason}}).encode()});
    [[maybe_unused]] const ssize_t written = ::write(output, bytes.data(), bytes.size());
}
