// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Bridge.h"

#include "Fd.h"

#include <wire/Message.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

namespace {

constexpr int attempts = 40;
constexpr int pauseBetween = 50; // milliseconds
constexpr std::chrono::seconds heldUp{5};

/// One direction. It reads only when all it has was written, so that a slow reader slows the
/// writer.
class Carrier
{
public:
    Carrier(int from, int to)
        : m_from(from)
        , m_to(to)
    {}

    pollfd wish() const { return isEmpty() ? pollfd{m_from, POLLIN, 0} : pollfd{m_to, POLLOUT, 0}; }

    // False when the direction has ended.
    bool move()
    {
        if (isEmpty()) {
            const ssize_t size = ::read(m_from, m_bytes.data(), m_bytes.size());
            if (size <= 0)
                return size < 0 && (errno == EAGAIN || errno == EINTR);
            m_begin = 0;
            m_end = static_cast<std::size_t>(size);
        }
        const ssize_t size = ::write(m_to, m_bytes.data() + m_begin, m_end - m_begin);
        if (size < 0)
            return errno == EAGAIN || errno == EINTR;
        m_begin += static_cast<std::size_t>(size);
        return true;
    }

private:
    bool isEmpty() const { return m_begin == m_end; }

    int m_from;
    int m_to;
    std::array<char, 128 * 1024> m_bytes;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

Fd connectTo(const char *path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (std::strlen(path) >= sizeof(address.sun_path))
        return Fd();
    std::strcpy(address.sun_path, path);
    Fd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    for (int attempt = 0; socket && attempt < attempts; ++attempt) {
        if (::connect(socket.get(), reinterpret_cast<sockaddr *>(&address), sizeof(address)) == 0)
            return socket;
        ::poll(nullptr, 0, pauseBetween); // whoever serves has not begun yet
    }
    return Fd();
}

void setNonBlocking(int fd)
{
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

} // namespace

int bridge(const char *path)
{
    ::signal(SIGPIPE, SIG_IGN);
    const Fd socket = connectTo(path);
    if (!socket)
        return 1;
    for (const int fd : {0, 1, socket.get()})
        setNonBlocking(fd);
    Carrier in(0, socket.get());
    Carrier out(socket.get(), 1);
    constexpr auto patience = std::chrono::milliseconds(wire::peerTimeout);
    for (;;) {
        std::array wishes{in.wish(), out.wish()};
        const auto began = std::chrono::steady_clock::now();
        const int ready = ::poll(wishes.data(), wishes.size(), static_cast<int>(patience.count()));
        if (ready < 0 && errno != EINTR)
            return 1;
        // Both sides beat a heart, so one is gone without a word. A wait that took longer than it
        // may was held up by a pause of the container.
        if (ready == 0 && std::chrono::steady_clock::now() - began < patience + heldUp)
            return 0;
        if (wishes[0].revents != 0 && !in.move())
            return 0;
        if (wishes[1].revents != 0 && !out.move())
            return 0;
    }
}
