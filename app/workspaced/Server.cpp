// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Server.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

using namespace std::chrono;

static constexpr int backlog = 8;
static constexpr std::size_t maxGreeters = 8; // connections that have not said HELLO
static constexpr milliseconds greetingTime{5000};
// A lease that ends so late was held up by a pause of the container; whoever ended the pause gets
// the time to connect.
static constexpr seconds heldUpLease{5};
static constexpr seconds leaseAfterPause{60};

Server::Server(Machine &machine, Token token, Options options)
    : m_machine(machine)
    , m_loop(machine.loop())
    , m_token(token)
    , m_options(options)
{
    m_machine.setLease(options.lease);
    beginLease();
}

Server::~Server()
{
    m_loop.cancel(m_graceTimer);
    m_loop.cancel(m_leaseTimer);
    if (m_listener)
        m_loop.forget(m_listener.get());
}

int Server::listen(const char *path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (std::strlen(path) >= sizeof(address.sun_path))
        return ENAMETOOLONG;
    std::strcpy(address.sun_path, path);
    m_listener.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    ::unlink(path);
    const mode_t mask = ::umask(0177);
    const bool isBound =
        m_listener
        && ::bind(m_listener.get(), reinterpret_cast<sockaddr *>(&address), sizeof(address)) == 0;
    const int error = errno;
    ::umask(mask);
    if (!isBound)
        return error;
    if (::listen(m_listener.get(), backlog) != 0)
        return errno;
    m_loop.watch(m_listener.get(), EPOLLIN, [this](std::uint32_t) { accept(); });
    return 0;
}

void Server::accept()
{
    Fd peer(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!peer || !mayCommand(peer.get()))
        return;
    Fd output(::fcntl(peer.get(), F_DUPFD_CLOEXEC, 10));
    if (!output)
        return;
    // Whoever knocks and says nothing makes room for the next.
    if (m_greeters.size() >= maxGreeters)
        m_greeters.pop_front();
    const auto place = m_greeters.emplace(m_greeters.end());
    *place = std::make_unique<Greeter>(m_loop, std::move(peer), std::move(output), greetingTime,
                                       [this, place](Greeter::Outcome outcome) {
        m_greeters.erase(place);
        if (outcome)
            welcome(std::move(*outcome));
    });
}

// Behind a token anybody who reaches the socket may try: a user of another namespace has no number
// here.
bool Server::mayCommand(int peer) const
{
    ucred credentials{};
    socklen_t size = sizeof(credentials);
    return m_token.isWanted()
           || (::getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0
               && (credentials.uid == ::getuid() || credentials.uid == 0));
}

void Server::welcome(Greeting greeting)
{
    if (!m_token.admits(greeting.hello.token)) {
        sendGoodbye(greeting.output.get(), "token");
        return;
    }
    if (greeting.hello.session.empty()) {
        letIn(std::move(greeting));
    } else if (m_session && m_session->name() == greeting.hello.session) {
        m_loop.cancel(m_graceTimer);
        m_loop.cancel(m_leaseTimer);
        m_session->resume(std::move(greeting));
    } else {
        refuseSession(std::move(greeting));
    }
}

// WELCOME says which life this is; the session is of another one, or was given up.
void Server::refuseSession(Greeting greeting)
{
    wire::Welcome welcome;
    welcome.boot = m_machine.boot();
    welcome.build = BERTH_VERSION;
    std::string bytes(wire::magic);
    wire::appendEncoded(bytes, {.type = wire::FrameType::Welcome, .payload = welcome.encode()});
    [[maybe_unused]] const ssize_t written = ::write(greeting.output.get(), bytes.data(),
                                                     bytes.size());
}

void Server::letOut(Leaving how)
{
    m_loop.cancel(m_graceTimer);
    if (!m_session)
        return;
    if (how == Leaving::ByItself)
        m_machine.killAll();
    else
        m_machine.killAllButDetached();
    m_session.reset();
    ++m_number;
}

void Server::letIn(Greeting greeting)
{
    if (m_session)
        m_session->goAway("replaced");
    letOut(Leaving::Lost);
    m_loop.cancel(m_leaseTimer);
    m_machine.setLease(m_options.lease);
    const std::uint64_t number = ++m_number;
    m_session = std::make_unique<Session>(m_machine, std::move(greeting),
                                          [this, number](Session::End how) {
        if (number == m_number)
            sessionEnded(how);
    });
}

void Server::sessionEnded(Session::End how)
{
    if (how == Session::End::Cut) {
        m_loop.cancel(m_graceTimer);
        m_graceTimer = m_loop.after(m_options.grace, [this] { graceIsOver(); });
    } else {
        letOut(how == Session::End::Over ? Leaving::Lost : Leaving::ByItself);
    }
    if (how == Session::End::Shutdown)
        m_loop.quit(0);
    beginLease();
}

void Server::graceIsOver()
{
    m_graceTimer = 0;
    if (m_session && !m_session->isConnected())
        letOut(Leaving::Lost);
}

void Server::beginLease()
{
    m_loop.cancel(m_leaseTimer);
    m_leaseTimer = 0;
    const seconds lease = m_machine.lease();
    if (lease.count() == 0)
        return;
    m_leaseEnd = steady_clock::now() + lease;
    m_leaseTimer = m_loop.after(lease, [this] { leaseIsOver(); });
}

void Server::leaseIsOver()
{
    const auto now = steady_clock::now();
    if (now - m_leaseEnd > heldUpLease) {
        m_leaseEnd = now + leaseAfterPause;
        m_leaseTimer = m_loop.after(leaseAfterPause, [this] { leaseIsOver(); });
        return;
    }
    m_machine.killAll();
    m_loop.quit(0);
}
