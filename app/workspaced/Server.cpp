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

static constexpr int backlog = 8;

Server::Server(Machine &machine)
    : m_machine(machine)
    , m_loop(machine.loop())
{}

Server::~Server()
{
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
    if (peer && mayCommand(peer.get()))
        letIn(std::move(peer));
}

bool Server::mayCommand(int peer) const
{
    ucred credentials{};
    socklen_t size = sizeof(credentials);
    return ::getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0
           && (credentials.uid == ::getuid() || credentials.uid == 0);
}

void Server::letOut()
{
    if (!m_session)
        return;
    m_machine.killAll();
    m_session.reset();
}

void Server::letIn(Fd peer)
{
    letOut();
    Fd output(::fcntl(peer.get(), F_DUPFD_CLOEXEC, 10));
    if (!output)
        return;
    const std::uint64_t number = ++m_number;
    m_session = std::make_unique<Session>(m_machine, std::move(peer), std::move(output),
                                          [this, number](std::string_view) {
        // The session is on the stack.
        m_loop.defer([this, number] {
            if (number == m_number)
                letOut();
        });
    });
}
