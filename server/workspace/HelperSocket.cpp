// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/HelperSocket.h"

#include <QFile>
#include <QLocalSocket>
#include <QScopeGuard>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace workspace {

static constexpr qint64 socketBuffer = 1024 * 1024;

static core::Error socketError(core::Error::Kind kind, const QString &path)
{
    return {kind, "The socket " + path + " cannot be used: " + qt_error_string(errno)};
}

// The path is looked up once. What is checked is what is connected to, whatever is put there in
// between.
static core::Result<int> pinSocket(const QString &path)
{
    const int pinned = ::open(QFile::encodeName(path).constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (pinned < 0)
        return std::unexpected(socketError(errno == ENOENT ? core::Error::Kind::NotFound
                                                           : core::Error::Kind::Unavailable,
                                           path));
    struct stat info{};
    if (::fstat(pinned, &info) == 0 && S_ISSOCK(info.st_mode))
        return pinned;
    ::close(pinned);
    return core::fail(core::Error::Kind::Forbidden,
                      "There is no socket at " + path + ", but something else.");
}

core::Result<std::shared_ptr<QIODevice>> openHelperSocket(const QString &path)
{
    const core::Result<int> pinned = pinSocket(path);
    if (!pinned)
        return std::unexpected(pinned.error());
    const auto unpin = qScopeGuard([fd = *pinned] { ::close(fd); });
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qsnprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d", *pinned);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    // A unix socket answers at once; a full queue of callers is an error here, not a wait.
    if (descriptor < 0
        || ::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof(address)) != 0) {
        const core::Error error = socketError(core::Error::Kind::Unavailable, path);
        if (descriptor >= 0)
            ::close(descriptor);
        return std::unexpected(error);
    }
    const auto socket = std::make_shared<QLocalSocket>();
    socket->setReadBufferSize(socketBuffer);
    socket->setSocketDescriptor(descriptor);
    return socket;
}

} // namespace workspace
