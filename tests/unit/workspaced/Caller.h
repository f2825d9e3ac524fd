// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <wire/Frame.h>
#include <wire/Message.h>

#include <QString>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>

namespace test {

/// Speaks to a serving helper over its socket, one byte string at a time.
class Caller
{
public:
    explicit Caller(const QString &path)
        : m_socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, path.toUtf8().constData(), sizeof(address.sun_path));
        if (::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof(address)) != 0)
            qFatal("connect: %s", std::strerror(errno));
    }
    ~Caller() { ::close(m_socket); }
    Caller(const Caller &) = delete;
    Caller &operator=(const Caller &) = delete;

    void write(std::string_view bytes)
    {
        [[maybe_unused]] const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(),
                                                     MSG_NOSIGNAL);
    }
    void send(const wire::Frame &frame) { write(wire::encode(frame)); }
    void greet(const wire::Hello &hello)
    {
        write(wire::magic);
        send({.type = wire::FrameType::Hello, .payload = hello.encode()});
    }
    void request(std::uint32_t stream, std::string_view op, wire::Value args, std::string opid = {})
    {
        send(
            {.type = wire::FrameType::Request,
             .stream = stream,
             .payload = wire::Request{std::string(op), std::move(args), std::move(opid)}.encode()});
    }

    /// The next frame; nothing when the other side hangs up or says nothing for so long.
    std::optional<wire::Frame> next(int milliseconds = 8000)
    {
        while (true) {
            auto frame = m_reader.next();
            if (frame && *frame)
                return **frame;
            pollfd wish{m_socket, POLLIN, 0};
            char buffer[65536];
            if (::poll(&wish, 1, milliseconds) <= 0)
                return {};
            const ssize_t got = ::read(m_socket, buffer, sizeof(buffer));
            if (got <= 0) {
                isClosed = true;
                return {};
            }
            m_reader.feed({buffer, static_cast<std::size_t>(got)});
        }
    }

    /// The next frame of a type, others are left out.
    std::optional<wire::Frame> next(wire::FrameType type)
    {
        while (auto frame = next()) {
            if (frame->type == type)
                return frame;
        }
        return {};
    }

    std::optional<wire::Welcome> welcome()
    {
        const auto frame = next(wire::FrameType::Welcome);
        if (!frame)
            return {};
        const auto welcome = wire::Welcome::decode(frame->payload);
        return welcome ? std::optional(*welcome) : std::nullopt;
    }

    std::string goodbye()
    {
        const auto frame = next(wire::FrameType::GoAway);
        const auto value = frame ? wire::Value::decode(frame->payload) : wire::Value();
        return value ? std::string((*value)["reason"].string()) : std::string();
    }

    bool isClosed = false;

private:
    int m_socket;
    wire::FrameReader m_reader;
};

} // namespace test
