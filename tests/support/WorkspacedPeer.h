// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <wire/Frame.h>
#include <wire/Message.h>
#include <wire/Outbox.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace test {

/// A synchronous client of a real `berth-workspaced stdio`. Grants credit as it reads, unless it is
/// told to stall.
class WorkspacedPeer
{
public:
    using Milliseconds = std::chrono::milliseconds;
    static constexpr Milliseconds patience{20'000};

    struct Stream
    {
        std::string out;
        std::string err;
        std::string file;
        std::size_t received = 0;
        std::vector<wire::Value> events;
        wire::Value exit;
        std::optional<wire::Response> response;
        bool isOver = false;

        std::string code() const
        {
            return response && !response->result ? response->result.error().code : std::string();
        }
        const wire::Value &ok() const
        {
            static const wire::Value none;
            return response && response->result ? *response->result : none;
        }
    };

    explicit WorkspacedPeer(const std::string &program)
    {
        int in[2];
        int out[2];
        if (::pipe2(in, O_CLOEXEC) < 0 || ::pipe2(out, O_CLOEXEC) < 0)
            return;
        m_pid = ::fork();
        if (m_pid == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            ::execl(program.c_str(), program.c_str(), "stdio", nullptr);
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        m_in = in[1];
        m_out = out[0];
        ::fcntl(m_in, F_SETFL, O_NONBLOCK);
        ::fcntl(m_out, F_SETFL, O_NONBLOCK);
        send({.type = wire::FrameType::Hello,
              .payload = wire::Hello{.client = "test", .token = {}}.encode()});
        pump([this] { return m_isWelcome; });
    }

    ~WorkspacedPeer()
    {
        hangUp();
        if (m_out >= 0)
            ::close(m_out);
        if (m_pid > 0)
            ::waitpid(m_pid, nullptr, 0);
    }

    WorkspacedPeer(const WorkspacedPeer &) = delete;
    WorkspacedPeer &operator=(const WorkspacedPeer &) = delete;

    pid_t pid() const { return m_pid; }
    bool isWelcome() const { return m_isWelcome; }
    const wire::Welcome &welcome() const { return m_welcome; }
    const std::string &goodbye() const { return m_goodbye; }
    const std::vector<wire::Value> &events() const { return m_events; }
    bool isClosed() const { return m_isClosed; }

    void send(wire::Frame frame)
    {
        m_outbox.push(std::move(frame));
        write();
    }

    std::uint32_t request(std::string_view op, wire::Value args, std::string opid = {},
                          std::int64_t deadlineMs = 0)
    {
        m_lastStream += 2;
        m_streams[m_lastStream];
        send(
            {.type = wire::FrameType::Request,
             .stream = m_lastStream,
             .payload = wire::Request{std::string(op), std::move(args), std::move(opid), deadlineMs}
                            .encode()});
        return m_lastStream;
    }

    void sendData(std::uint32_t stream, wire::Channel channel, std::string bytes)
    {
        send({.type = wire::FrameType::Data,
              .channel = static_cast<std::uint16_t>(channel),
              .stream = stream,
              .payload = std::move(bytes)});
    }

    void sendEof(std::uint32_t stream, wire::Channel channel)
    {
        send({.type = wire::FrameType::Eof,
              .channel = static_cast<std::uint16_t>(channel),
              .stream = stream,
              .payload = {}});
    }

    void cancel(std::uint32_t stream, wire::CancelMode mode)
    {
        send(wire::cancelFrame(stream, mode));
    }

    Stream &stream(std::uint32_t id) { return m_streams[id]; }
    std::size_t credit(std::uint32_t id, wire::Channel channel)
    {
        return m_granted[{id, static_cast<std::uint16_t>(channel)}];
    }

    Stream &finish(std::uint32_t id)
    {
        pump([this, id] { return m_streams[id].isOver; });
        return m_streams[id];
    }

    Stream &call(std::string_view op, wire::Value args, std::string opid = {})
    {
        return finish(request(op, std::move(args), std::move(opid)));
    }

    Stream &shell(std::string_view script, wire::Value more = {})
    {
        return finish(startShell(script, std::move(more)));
    }

    std::uint32_t startShell(std::string_view script, wire::Value more = {})
    {
        wire::Value args = std::move(more);
        args.set("shell", script);
        if (!args.contains("env"))
            args.set("inherit", true);
        return request(wire::op::procStart, std::move(args));
    }

    // Sends a whole file as fs.write wants it, within the credit.
    Stream &writeFile(wire::Value args, std::string_view content)
    {
        const std::uint32_t id = request(wire::op::fsWrite, std::move(args));
        std::size_t sent = 0;
        pump([&] {
            while (sent < content.size() && !m_streams[id].isOver) {
                const std::size_t may = wire::initialCredit + credit(id, wire::Channel::File)
                                        - sent;
                const std::size_t part = std::min({content.size() - sent, may, wire::dataChunk});
                if (part == 0)
                    return false;
                sendData(id, wire::Channel::File, std::string(content.substr(sent, part)));
                sent += part;
            }
            return true;
        });
        sendEof(id, wire::Channel::File);
        return finish(id);
    }

    bool ping()
    {
        const int before = m_pongs;
        send(wire::pingFrame(7));
        return pump([&] { return m_pongs > before; });
    }

    void setStalled(bool isStalled) { m_isStalled = isStalled; }

    void setForgetful(bool isForgetful)
    {
        m_isForgetful = isForgetful;
    } // count what comes, keep nothing

    // Grants what was held back while stalled.
    void catchUp()
    {
        m_isStalled = false;
        for (const auto &[key, bytes] : m_owed)
            send(wire::windowFrame(key.first, static_cast<wire::Channel>(key.second),
                                   static_cast<std::uint32_t>(bytes)));
        m_owed.clear();
    }

    bool pump(const std::function<bool()> &isDone, Milliseconds limit = patience)
    {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (!isDone()) {
            const auto left =
                std::chrono::ceil<Milliseconds>(end - std::chrono::steady_clock::now()).count();
            if (left <= 0 || m_isClosed)
                return isDone();
            pollfd fds[2] = {{m_out, POLLIN, 0}, {m_outbox.isEmpty() ? -1 : m_in, POLLOUT, 0}};
            ::poll(fds, 2, static_cast<int>(std::min<long long>(left, 20)));
            if (fds[1].revents)
                write();
            if (fds[0].revents)
                read();
        }
        return true;
    }

    void hangUp()
    {
        if (m_in >= 0)
            ::close(m_in);
        m_in = -1;
    }

    // How long the program took to end, or nothing when it did not.
    std::optional<Milliseconds> waitForExit(Milliseconds limit = patience)
    {
        const auto begin = std::chrono::steady_clock::now();
        while (std::chrono::steady_clock::now() - begin < limit) {
            if (::waitpid(m_pid, nullptr, WNOHANG) == m_pid) {
                m_pid = -1;
                return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now()
                                                                - begin);
            }
            ::poll(nullptr, 0, 1);
        }
        return {};
    }

private:
    void write()
    {
        while (m_in >= 0) {
            const std::string_view pending = m_outbox.pending();
            if (pending.empty())
                return;
            const ssize_t done = ::write(m_in, pending.data(), pending.size());
            if (done <= 0)
                return;
            m_outbox.wrote(static_cast<std::size_t>(done));
        }
    }

    void read()
    {
        static char buffer[256 * 1024];
        const ssize_t got = ::read(m_out, buffer, sizeof(buffer));
        if (got == 0) {
            m_isClosed = true;
            return;
        }
        if (got < 0)
            return;
        m_reader.feed({buffer, static_cast<std::size_t>(got)});
        while (true) {
            auto frame = m_reader.next();
            if (!frame || !*frame)
                return;
            handle(**frame);
        }
    }

    void handle(const wire::Frame &frame)
    {
        using wire::FrameType;
        Stream &stream = m_streams[frame.stream];
        switch (frame.type) {
        case FrameType::Welcome:
            if (const auto welcome = wire::Welcome::decode(frame.payload)) {
                m_welcome = *welcome;
                m_isWelcome = true;
            }
            break;
        case FrameType::Data: take(stream, frame); break;
        case FrameType::Event:
            if (const auto event = wire::Value::decode(frame.payload))
                (frame.stream == 0 ? m_events : stream.events).push_back(*event);
            break;
        case FrameType::Exit:
            stream.exit = wire::Value::decode(frame.payload).value_or(wire::Value());
            stream.isOver = true;
            break;
        case FrameType::Response:
            if (const auto response = wire::Response::decode(frame.payload))
                stream.response = *response;
            stream.isOver = true;
            break;
        case FrameType::Window:
            m_granted[{frame.stream, frame.channel}] +=
                wire::decodeNumber32(frame.payload).value_or(0);
            break;
        case FrameType::Pong: ++m_pongs; break;
        case FrameType::GoAway:
            m_goodbye = std::string(
                wire::Value::decode(frame.payload).value_or(wire::Value())["reason"].string());
            break;
        default: break;
        }
    }

    void take(Stream &stream, const wire::Frame &frame)
    {
        const auto channel = static_cast<wire::Channel>(frame.channel);
        stream.received += frame.payload.size();
        if (!m_isForgetful)
            (channel == wire::Channel::Output  ? stream.out
             : channel == wire::Channel::Error ? stream.err
                                               : stream.file) += frame.payload;
        std::size_t &owed = m_owed[{frame.stream, frame.channel}];
        owed += frame.payload.size();
        if (m_isStalled || owed < wire::initialCredit / 2)
            return;
        send(wire::windowFrame(frame.stream, channel, static_cast<std::uint32_t>(owed)));
        owed = 0;
    }

    pid_t m_pid = -1;
    int m_in = -1;
    int m_out = -1;
    wire::FrameReader m_reader;
    wire::Outbox m_outbox;
    std::map<std::uint32_t, Stream> m_streams;
    std::map<std::pair<std::uint32_t, std::uint16_t>, std::size_t> m_owed;
    std::map<std::pair<std::uint32_t, std::uint16_t>, std::size_t> m_granted;
    std::vector<wire::Value> m_events;
    std::uint32_t m_lastStream = static_cast<std::uint32_t>(-1);
    wire::Welcome m_welcome;
    std::string m_goodbye;
    int m_pongs = 0;
    bool m_isWelcome = false;
    bool m_isClosed = false;
    bool m_isStalled = false;
    bool m_isForgetful = false;
};

} // namespace test
