// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Session.h"

#include "Host.h"
#include "Operations.h"

#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>

using namespace std::chrono;
using wire::Channel;
using wire::Fault;
using wire::Frame;
using wire::FrameType;
using wire::Value;

namespace {

constexpr std::size_t readSize = 256 * 1024;
constexpr std::size_t controlLimit =
    1024 * 1024; // a peer that does not read its answers is not read from

} // namespace

Session::Session(Machine &machine, Greeting greeting, Ended ended)
    : m_machine(machine)
    , m_loop(machine.loop())
    , m_onEnd(std::move(ended))
{
    m_machine.setListener(this);
    if (greeting.hello.isResumable) {
        m_name = randomHex(16);
        m_outbox.keepUntilAcknowledged();
    }
    m_outbox.rewind(0, welcome(false));
    connect(std::move(greeting));
}

Session::~Session()
{
    m_isOver = true;
    m_proxy.reset();
    m_machine.setListener(nullptr);
    disconnect();
    for (const auto &[stream, timer] : m_deadlines)
        m_loop.cancel(timer);
    for (const auto &[id, stream] : m_streams) {
        if (stream->isUndoneByLoss())
            m_machine.memory().forget(stream->opid());
    }
}

void Session::read()
{
    static char buffer[readSize];
    const ssize_t got = ::read(m_input.get(), buffer, sizeof(buffer));
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        cut();
        return;
    }
    m_reader.feed({buffer, static_cast<std::size_t>(got)});
    handleFrames();
}

void Session::handleFrames()
{
    while (!m_isOver && isConnected()) {
        auto frame = m_reader.next();
        if (!frame) {
            goAway(wire::describe(frame.error()));
            return;
        }
        if (!*frame)
            break;
        m_lastHeard = steady_clock::now();
        const bool isAckDue = m_receipt.take(**frame) && !m_name.empty();
        handle(std::move(**frame));
        if (isAckDue)
            send(m_receipt.acknowledge());
    }
    flush();
}

void Session::handle(Frame frame)
{
    switch (frame.type) {
    case FrameType::Hello: goAway("HELLO"); break;
    case FrameType::Request: request(frame); break;
    case FrameType::Data: data(std::move(frame)); break;
    case FrameType::Eof:
        if (const auto found = m_streams.find(frame.stream); found != m_streams.end())
            found->second->eof(static_cast<Channel>(frame.channel));
        break;
    case FrameType::Window: {
        const auto credit = wire::decodeNumber32(frame.payload);
        const auto found = m_streams.find(frame.stream);
        if (!credit)
            goAway("WINDOW");
        else if (found != m_streams.end()
                 && !found->second->grant(static_cast<Channel>(frame.channel), *credit))
            goAway("flow");
        break;
    }
    case FrameType::Cancel: {
        const bool isNow = !frame.payload.empty()
                           && frame.payload[0] == static_cast<char>(wire::CancelMode::Now);
        if (const auto found = m_streams.find(frame.stream); found != m_streams.end())
            found->second->cancel(isNow ? wire::CancelMode::Now : wire::CancelMode::Polite);
        break;
    }
    case FrameType::Response:
    case FrameType::Exit: answer(frame); break;
    case FrameType::Ping:
        if (frame.payload.size() == sizeof(std::uint64_t))
            send(wire::pongFrame(std::move(frame.payload)));
        else
            goAway("PING");
        break;
    case FrameType::Ack: {
        const auto received = wire::decodeNumber64(frame.payload);
        if (m_name.empty() || !received || !m_outbox.acknowledge(*received))
            goAway("ACK");
        break;
    }
    case FrameType::GoAway: finish(End::HungUp); break;
    default: break; // nothing that we wait for
    }
}

void Session::request(const Frame &frame)
{
    const auto request = wire::Request::decode(frame.payload);
    const bool isNewOdd = frame.stream % 2 == 1 && frame.stream > m_lastStream;
    if (!request || !isNewOdd) {
        goAway(request ? "stream id" : "REQ");
        return;
    }
    m_lastStream = frame.stream;
    open(frame.stream, *request);
}

void Session::open(std::uint32_t id, const wire::Request &request)
{
    const auto refuse = [&](std::string_view code, std::string_view message) {
        respond(id, {},
                {std::unexpected(wire::Failure{std::string(code), 0, std::string(message)})});
    };
    const Operation *operation = findOperation(request.op);
    if (!operation) {
        refuse(wire::code::unimplemented, "This helper does not know `" + request.op + "`");
        return;
    }
    if (m_streams.size() >= wire::maxStreams) {
        refuse(wire::code::limit, "Too many operations at a time");
        return;
    }
    const std::string opid = operation->changes ? request.opid : std::string();
    Memory &memory = m_machine.memory();
    if (!opid.empty()) {
        const Memory::State state = memory.stateOf(opid);
        if (state == Memory::State::Done)
            send({.type = FrameType::Response, .stream = id, .payload = memory.responseTo(opid)});
        else if (state == Memory::State::Begun)
            refuse(wire::code::duplicate, "This operation has begun before");
        if (state != Memory::State::New)
            return;
        memory.begin(opid);
    }
    if (operation->atOnce) {
        respond(id, opid, {operation->atOnce(m_machine, Arguments(request.args))});
        return;
    }
    auto stream = operation->stream(*this, id, opid, Arguments(request.args));
    if (!stream) {
        respond(id, opid, {std::unexpected(stream.error())});
        return;
    }
    m_streams[id] = std::move(*stream);
    Stream &opened = *m_streams[id];
    if (request.deadlineMs > 0) {
        m_deadlines[id] =
            m_loop.after(milliseconds(std::min<std::int64_t>(request.deadlineMs, 1'000'000'000)),
                         [this, id] {
            m_deadlines.erase(id);
            if (const auto found = m_streams.find(id); found != m_streams.end())
                found->second->expire();
            flushSoon();
        });
    }
    opened.resume();
}

void Session::data(Frame frame)
{
    const auto found = m_streams.find(frame.stream);
    if (found != m_streams.end()
        && !found->second->receive(static_cast<Channel>(frame.channel), std::move(frame.payload)))
        goAway("flow");
}

void Session::answer(const Frame &frame)
{
    const auto found = m_streams.find(frame.stream);
    if (frame.stream % 2 != 0 || found == m_streams.end())
        return;
    if (frame.type == FrameType::Exit) {
        found->second->exited(Value::decode(frame.payload).value_or(Value()));
        return;
    }
    const auto response = wire::Response::decode(frame.payload);
    if (response)
        found->second->answered(*response);
    else
        goAway("RES");
}

std::expected<Proxy::Ports, wire::Failure> Session::offerNetwork(Proxy::Ports wanted)
{
    if (m_proxy)
        return std::unexpected(
            wire::Failure{std::string(wire::code::exists), 0, "The proxies listen already"});
    auto proxy = std::make_unique<Proxy>(*this);
    const auto ports = proxy->listen(wanted);
    if (ports)
        m_proxy = std::move(proxy);
    return ports;
}

TunnelStream *Session::openTunnel(const std::string &host, int port, TunnelListener &listener)
{
    const auto tunnels = std::ranges::count_if(m_streams, [](const auto &each) {
        return each.first % 2 == 0;
    });
    // Without a connection wishes would gather.
    if (m_isOver || static_cast<std::size_t>(tunnels) >= wire::maxTunnels
        || m_outbox.queuedControl() > controlLimit)
        return nullptr;
    m_lastOwn += 2;
    auto stream = std::make_unique<TunnelStream>(*this, m_lastOwn, listener);
    TunnelStream *tunnel = stream.get();
    m_streams[m_lastOwn] = std::move(stream);
    send({.type = FrameType::Open,
          .stream = m_lastOwn,
          .payload = wire::Open{.host = host, .port = port}.encode()});
    return tunnel;
}

// Nothing rather than crumbs: DATA is sent in chunks.
std::size_t Session::room() const
{
    return m_outbox.room() < wire::dataChunk ? 0 : m_outbox.room();
}

void Session::send(Frame frame)
{
    if (m_isOver)
        return;
    m_outbox.push(std::move(frame));
    flushSoon();
}

void Session::respond(std::uint32_t stream, const std::string &opid, const wire::Response &response)
{
    std::string payload = response.encode();
    if (payload.size() > wire::maxPayload) {
        payload = wire::Response{std::unexpected(wire::Failure{std::string(wire::code::tooLarge), 0,
                                                               "The answer is too large"})}
                      .encode();
    }
    if (!opid.empty())
        m_machine.memory().finish(opid, payload);
    send({.type = FrameType::Response, .stream = stream, .payload = std::move(payload)});
}

void Session::end(std::uint32_t stream)
{
    const auto found = m_streams.find(stream);
    if (found == m_streams.end())
        return;
    m_ended.push_back(std::move(found->second));
    m_streams.erase(found);
    if (const auto deadline = m_deadlines.find(stream); deadline != m_deadlines.end()) {
        m_loop.cancel(deadline->second);
        m_deadlines.erase(deadline);
    }
    m_loop.defer([this, alive = std::weak_ptr(m_alive)] {
        if (alive.lock())
            m_ended.clear();
    });
}

// What one round of the loop produces leaves in one write.
void Session::flushSoon()
{
    if (m_isFlushPlanned)
        return;
    m_isFlushPlanned = true;
    m_loop.defer([this, alive = std::weak_ptr(m_alive)] {
        if (alive.lock())
            flush();
    });
}

void Session::flush()
{
    m_isFlushPlanned = false;
    if (m_isOver || !isConnected())
        return;
    m_wasFull |= room() == 0;
    while (true) {
        const std::string_view pending = m_outbox.pending();
        if (pending.empty())
            break;
        const ssize_t done = ::write(m_output.get(), pending.data(), pending.size());
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0 && errno == EAGAIN)
            break;
        if (done < 0) {
            cut();
            return;
        }
        m_outbox.wrote(static_cast<std::size_t>(done));
    }
    m_loop.setEvents(m_output.get(), m_outbox.isEmpty() ? 0u : EPOLLOUT);
    m_loop.setEvents(m_input.get(), m_outbox.queuedControl() > controlLimit ? 0u : EPOLLIN);
    if (m_wasFull && room() > 0) {
        m_wasFull = false;
        resumeStreams();
    }
}

void Session::resumeStreams()
{
    std::vector<std::uint32_t> ids;
    for (const auto &[id, stream] : m_streams)
        ids.push_back(id);
    for (const std::uint32_t id : ids) {
        if (const auto found = m_streams.find(id); found != m_streams.end())
            found->second->resume();
    }
}

void Session::goAway(std::string_view reason)
{
    if (m_isOver)
        return;
    m_outbox.push(
        {.type = FrameType::GoAway, .payload = Value::map({{"reason", reason}}).encode()});
    flush();
    finish(End::Over);
}

void Session::finish(End how)
{
    if (m_isOver)
        return;
    m_isOver = true;
    if (isConnected()) {
        m_loop.setEvents(m_input.get(), 0);
        m_loop.setEvents(m_output.get(), 0);
    }
    m_loop.defer([onEnd = m_onEnd, how] { onEnd(how); });
}

void Session::shellReady(int shell)
{
    for (const auto &[id, stream] : m_streams) {
        if (stream->shellReady(shell))
            return;
    }
}

void Session::shellEnded(int shell, int exitCode, int signal)
{
    for (const auto &[id, stream] : m_streams) {
        if (stream->shellEnded(shell))
            return;
    }
    send({.type = FrameType::Event,
          .stream = 0,
          .payload = Value::map({{"event", "shell.ended"},
                                 {"shell", shell},
                                 {"exit_code", exitCode},
                                 {"signal", signal}})
                         .encode()});
}

void Session::shutdownAsked()
{
    if (m_isOver)
        return;
    m_outbox.push(
        {.type = FrameType::GoAway, .payload = Value::map({{"reason", "shutdown"}}).encode()});
    flush();
    finish(End::Shutdown);
}
