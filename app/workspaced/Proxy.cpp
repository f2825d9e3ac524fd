// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Proxy.h"

#include "Session.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>

namespace {

constexpr std::size_t maxClients = 256;
constexpr int backlog = 128;
constexpr std::chrono::milliseconds acceptPause{100};

sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

} // namespace

Proxy::Proxy(Session &session)
    : m_session(session)
    , m_loop(session.machine().loop())
{}

Proxy::~Proxy()
{
    m_loop.cancel(m_pause);
    for (const Listener &listener : m_listeners)
        m_loop.forget(listener.socket.get());
}

std::expected<Proxy::Ports, wire::Failure> Proxy::listen(Ports wanted)
{
    const auto http = listen(wanted.http, ProxyClient::Dialect::Http);
    if (!http)
        return std::unexpected(http.error());
    const auto socks = listen(wanted.socks, ProxyClient::Dialect::Socks);
    if (!socks)
        return std::unexpected(socks.error());
    return Ports{*http, *socks};
}

std::expected<int, wire::Failure> Proxy::listen(int port, ProxyClient::Dialect dialect)
{
    Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int yes = 1;
    sockaddr_in address = loopback(port);
    socklen_t size = sizeof(address);
    auto *plain = reinterpret_cast<sockaddr *>(&address);
    const bool isListening =
        socket && ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) == 0
        && ::bind(socket.get(), plain, size) == 0 && ::listen(socket.get(), backlog) == 0
        && ::getsockname(socket.get(), plain, &size) == 0;
    if (!isListening)
        return std::unexpected(wire::Failure::fromErrno(errno, "Cannot listen on port "
                                                                   + std::to_string(port)
                                                                   + " of the workspace"));
    const Listener &listener = m_listeners.emplace_back(std::move(socket), dialect);
    m_loop.watch(listener.socket.get(), EPOLLIN,
                 [this, &listener](std::uint32_t) { accept(listener); });
    return ntohs(address.sin_port);
}

void Proxy::accept(const Listener &listener)
{
    Fd connection(::accept4(listener.socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!connection) {
        if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)
            return;
        // Out of descriptors, perhaps: the connection waits and would wake us again at once.
        setAccepting(false);
        m_loop.cancel(m_pause);
        m_pause = m_loop.after(acceptPause,
                               [this] { setAccepting(m_clients.size() < maxClients); });
        return;
    }
    const int yes = 1;
    ::setsockopt(connection.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    const auto client = m_clients.emplace(m_clients.end());
    *client = std::make_unique<ProxyClient>(m_session, std::move(connection), listener.dialect,
                                            [this, client] { drop(client); });
    if (m_clients.size() >= maxClients)
        setAccepting(false);
}

void Proxy::setAccepting(bool isAccepting)
{
    for (const Listener &listener : m_listeners)
        m_loop.setEvents(listener.socket.get(), isAccepting ? unsigned(EPOLLIN) : 0u);
}

void Proxy::drop(std::list<std::unique_ptr<ProxyClient>>::iterator client)
{
    m_gone.splice(m_gone.end(), m_clients, client);
    m_loop.defer([this, alive = std::weak_ptr(m_alive)] {
        if (alive.lock())
            m_gone.clear();
    });
    setAccepting(m_clients.size() < maxClients);
}

StreamOutcome EgressOpening::open(Session &session, std::uint32_t id, const std::string &opid,
                                  Arguments args)
{
    Proxy::Ports wanted;
    wanted.http = static_cast<int>(args.integer("http_port", 0, 65535));
    wanted.socks = static_cast<int>(args.integer("socks_port", 0, 65535));
    if (!args.isFine())
        return std::unexpected(args.failure());
    const auto ports = session.offerNetwork(wanted);
    if (!ports)
        return std::unexpected(ports.error());
    return std::make_unique<EgressOpening>(session, id, opid, *ports);
}

EgressOpening::EgressOpening(Session &session, std::uint32_t id, std::string opid,
                             Proxy::Ports ports)
    : Stream(session, id, std::move(opid))
    , m_ports(ports)
{}

void EgressOpening::resume()
{
    respond(wire::Value::map({{"http_port", m_ports.http}, {"socks_port", m_ports.socks}}));
}
