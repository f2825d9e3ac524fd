// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ProxyClient.h"

#include "Session.h"
#include "Socks.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

using namespace std::chrono;

namespace {

constexpr std::size_t longestHead = 16 * 1024;
constexpr std::size_t pieceSize = 64 * 1024;
constexpr seconds headTime{30};
constexpr seconds partedTime{60};
constexpr seconds leaveTime{5};
constexpr std::string_view established = "HTTP/1.1 200 Connection established\r\n\r\n";

struct Translation
{
    std::string_view code;
    int status;
    socks::Reply reply;
};

// By the code of the server's refusal; the last row is for all others.
constexpr Translation translations[]{
    {wire::code::permission, 403, socks::Reply::NotAllowed},
    {wire::code::unimplemented, 403, socks::Reply::NotAllowed},
    {wire::code::timeout, 504, socks::Reply::Expired},
    {wire::code::limit, 503, socks::Reply::Failed},
    {wire::code::notFound, 502, socks::Reply::HostUnreachable},
    {"", 502, socks::Reply::Refused},
};

const Translation &translationOf(std::string_view code)
{
    const auto found = std::ranges::find(translations, code, &Translation::code);
    return found == std::end(translations) ? *std::rbegin(translations) : *found;
}

} // namespace

ProxyClient::ProxyClient(Session &session, Fd connection, Dialect dialect, Gone gone)
    : m_session(session)
    , m_loop(session.machine().loop())
    , m_connection(std::move(connection))
    , m_dialect(dialect)
    , m_onGone(std::move(gone))
    , m_state(dialect == Dialect::Socks ? State::Greeting : State::Request)
{
    m_loop.watch(m_connection.get(), EPOLLIN, [this](std::uint32_t events) { ready(events); });
    limit(headTime);
}

ProxyClient::~ProxyClient()
{
    m_loop.cancel(m_timer);
    if (m_connection)
        m_loop.forget(m_connection.get());
    if (m_tunnel)
        m_tunnel->abandon();
}

void ProxyClient::ready(std::uint32_t events)
{
    if (m_state == State::Waiting && events == EPOLLRDHUP) {
        parted();
        return;
    }
    if (events & EPOLLOUT)
        write();
    if (m_state != State::Gone && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
        read();
}

void ProxyClient::read()
{
    static char buffer[pieceSize];
    if (m_state == State::Carrying && m_hasEnded)
        return;
    const std::size_t room = m_state == State::Carrying ? m_tunnel->room() : pieceSize;
    if (room == 0) {
        watch();
        return;
    }
    const ssize_t got = ::read(m_connection.get(), buffer, std::min(room, pieceSize));
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got < 0) {
        close(false);
        return;
    }
    const std::string_view bytes(buffer, static_cast<std::size_t>(got));
    if (m_state == State::Leaving && got == 0)
        close(true);
    else if (m_state == State::Greeting || m_state == State::Request)
        readHead(bytes);
    else if (m_state == State::Carrying)
        carry(std::string(bytes));
}

void ProxyClient::readHead(std::string_view bytes)
{
    if (bytes.empty()) {
        close(true);
        return;
    }
    m_head += bytes;
    if (m_dialect == Dialect::Http)
        readHttp();
    else
        readSocks();
}

void ProxyClient::readHttp()
{
    const auto length = headLength(std::string_view(m_head).substr(0, longestHead));
    if (!length) {
        if (m_head.size() >= longestHead)
            refuse(431, "The head of the request is too long.");
        return;
    }
    const auto request = ProxyRequest::from(std::string_view(m_head).substr(0, *length));
    if (!request) {
        refuse(request.error().status, request.error().message);
        return;
    }
    m_early = request->head + m_head.substr(*length);
    m_head = request->head.empty() ? established : std::string_view();
    open(request->target);
}

void ProxyClient::readSocks()
{
    if (m_state == State::Greeting) {
        const auto greeting = socks::Greeting::take(m_head);
        if (greeting.outcome == socks::Outcome::Broken)
            leave();
        if (greeting.outcome != socks::Outcome::Done)
            return;
        m_out += greeting.offersNone ? socks::noAuthentication : socks::noMethod;
        m_state = greeting.offersNone ? State::Request : State::Leaving;
        write();
        if (m_state != State::Request)
            return;
    }
    const auto request = socks::Request::take(m_head);
    if (request.outcome == socks::Outcome::Broken) {
        m_out += socks::answer(request.refusal);
        leave();
    } else if (request.outcome == socks::Outcome::Done) {
        m_early = std::exchange(m_head, socks::answer(socks::Reply::Succeeded));
        open(request.target);
    }
}

// `m_head` is from here on what the program is told when it is connected.
void ProxyClient::open(const Authority &target)
{
    m_state = State::Waiting;
    watch();
    m_loop.cancel(m_timer); // the server has times of its own, and a person may be asked
    m_tunnel = m_session.openTunnel(target.host, target.port, *this);
    if (!m_tunnel)
        tunnelAnswered({std::unexpected(
            wire::Failure{std::string(wire::code::limit), 0, "There are too many connections."})});
}

// It says no more. Most have gone then, but some still hear the answer.
void ProxyClient::parted()
{
    m_hasParted = true;
    watch();
    limit(partedTime);
}

void ProxyClient::refuse(int status, std::string_view message)
{
    m_out += httpAnswer(status, message);
    leave();
}

void ProxyClient::tunnelAnswered(const wire::Response &response)
{
    if (m_state != State::Waiting)
        return;
    if (!response.result) {
        m_tunnel = nullptr;
        const wire::Failure &failure = response.result.error();
        const Translation &translation = translationOf(failure.code);
        if (m_dialect == Dialect::Http) {
            refuse(translation.status, failure.message);
        } else {
            m_out += socks::answer(translation.reply);
            leave();
        }
        return;
    }
    m_loop.cancel(m_timer);
    m_state = State::Carrying;
    m_out += std::exchange(m_head, {});
    if (!m_early.empty())
        m_tunnel->write(std::exchange(m_early, {}));
    write();
}

void ProxyClient::carry(std::string bytes)
{
    if (!bytes.empty()) {
        m_tunnel->write(std::move(bytes));
        watch();
        return;
    }
    m_hasEnded = true;
    m_tunnel->finishWriting();
    watch();
}

void ProxyClient::tunnelReceived(std::string bytes)
{
    m_out += bytes;
    write();
}

void ProxyClient::tunnelFinished()
{
    m_isFinished = true;
    write();
}

void ProxyClient::tunnelHasRoom()
{
    watch();
}

void ProxyClient::tunnelEnded(bool isOrderly)
{
    m_tunnel = nullptr;
    if (isOrderly)
        leave();
    else
        close(false);
}

void ProxyClient::write()
{
    while (!m_out.empty()) {
        const ssize_t done = ::send(m_connection.get(), m_out.data(), m_out.size(), MSG_NOSIGNAL);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0 && errno == EAGAIN)
            break;
        if (done < 0) {
            close(false);
            return;
        }
        m_out.erase(0, static_cast<std::size_t>(done));
        if (m_state == State::Carrying)
            m_tunnel->written(static_cast<std::size_t>(done));
        else if (m_state == State::Leaving)
            limit(leaveTime);
    }
    const bool isDone = m_isFinished || m_state == State::Leaving;
    if (m_out.empty() && isDone)
        ::shutdown(m_connection.get(), SHUT_WR);
    watch();
}

void ProxyClient::watch()
{
    if (m_state == State::Gone)
        return;
    const bool mayRead = m_state == State::Carrying ? !m_hasEnded && m_tunnel->room() > 0
                                                    : m_state != State::Waiting;
    const bool mayPart = m_state == State::Waiting && !m_hasParted;
    const std::uint32_t events = (mayRead ? unsigned(EPOLLIN) : 0u)
                                 | (mayPart ? unsigned(EPOLLRDHUP) : 0u)
                                 | (m_out.empty() ? 0u : unsigned(EPOLLOUT));
    m_loop.setEvents(m_connection.get(), events);
}

// An end while bytes are unread would take back what was written: so the other side ends first.
void ProxyClient::leave()
{
    if (m_state == State::Gone)
        return;
    m_state = State::Leaving;
    limit(leaveTime);
    write();
}

void ProxyClient::limit(milliseconds time)
{
    m_loop.cancel(m_timer);
    m_timer = m_loop.after(time, [this] {
        const State state = m_state;
        if (state == State::Waiting) {
            std::exchange(m_tunnel, nullptr)->abandon();
            tunnelAnswered({std::unexpected(wire::Failure{std::string(wire::code::timeout), 0,
                                                          "There was no answer in time."})});
        } else if (state == State::Request && m_dialect == Dialect::Http && !m_head.empty()) {
            refuse(408, "The request did not come in time.");
        } else {
            close(false);
        }
    });
}

void ProxyClient::close(bool isOrderly)
{
    if (m_state == State::Gone)
        return;
    m_state = State::Gone;
    if (!isOrderly) {
        const linger atOnce{1, 0};
        ::setsockopt(m_connection.get(), SOL_SOCKET, SO_LINGER, &atOnce, sizeof(atOnce));
    }
    m_loop.cancel(m_timer);
    m_loop.forget(m_connection.get());
    m_connection.reset();
    if (TunnelStream *tunnel = std::exchange(m_tunnel, nullptr))
        tunnel->abandon();
    m_onGone();
}
