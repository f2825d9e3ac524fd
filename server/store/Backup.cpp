// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Backup.h"

#include "core/PrivateFile.h"
#include "store/Connection.h"

#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

using core::Error;

namespace {

/// What must be left when the copy is done, for everything else that writes to that disk.
constexpr qint64 spareBytes = 64 * 1024 * 1024;

core::Result<> systemError(const QString &what)
{
    return core::fail(Error::Kind::Unavailable,
                      what + ": " + QString::fromLocal8Bit(std::strerror(errno)) + '.');
}

core::Result<> checkRoom(const QString &file, const QString &folder)
{
    const qint64 needed = QFileInfo(file).size() + QFileInfo(file + "-wal").size() + spareBytes;
    const QStorageInfo disk(folder);
    if (!disk.isValid())
        return core::fail(Error::Kind::Unavailable, "The folder " + folder + " does not exist.");
    if (disk.bytesAvailable() < needed)
        return core::fail(
            Error::Kind::Unavailable,
            QString("The disk of %1 has no room for a copy: %2 MB are needed, %3 are free.")
                .arg(folder)
                .arg(needed >> 20)
                .arg(disk.bytesAvailable() >> 20));
    return {};
}

core::Result<> copy(const QString &file, const QString &target)
{
    const auto connection = store::Connection::open(file, store::Connection::Access::ReadOnly);
    if (!connection)
        return std::unexpected(connection.error());
    const core::Result<store::Statement> copied = (*connection)->execute("VACUUM INTO ?", {target});
    return copied ? core::Result<>() : std::unexpected(copied.error());
}

core::Result<> synchronise(const QString &path, int flags)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC);
    const bool isDone = descriptor >= 0 && ::fsync(descriptor) == 0;
    const core::Result<> outcome = isDone ? core::Result<>()
                                          : systemError(path + " could not be written to disk");
    if (descriptor >= 0)
        ::close(descriptor);
    return outcome;
}

/// Never over another file; where the file system cannot promise that, as well as can be.
core::Result<> rename(const QString &from, const QString &to)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
    int failed = ::renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(),
                             RENAME_NOREPLACE);
    if (failed && errno == EINVAL && !QFile::exists(to))
        failed = ::rename(source.constData(), target.constData());
    if (failed && errno == EEXIST)
        return core::fail(Error::Kind::Conflict, "The file " + to + " exists already.");
    return failed ? systemError(to + " could not get its name") : core::Result<>();
}

} // namespace

core::Result<> store::backUp(const QString &file, const QString &target)
{
    const QString folder = QFileInfo(target).absolutePath();
    const QString partial = target + ".partial";
    if (!QFile::exists(file))
        return core::fail(Error::Kind::NotFound, "There is no database " + file + '.');
    if (QFile::exists(target))
        return core::fail(Error::Kind::Conflict, "The file " + target + " exists already.");
    if (const core::Result<> room = checkRoom(file, folder); !room)
        return room;
    // SQLite fills an empty file and leaves it the mode it has.
    if (const core::Result<> made = core::createPrivateFile(partial, {}); !made)
        return made;
    const core::Result<> done = copy(file, partial)
                                    .and_then([&] { return synchronise(partial, O_RDWR); })
                                    .and_then([&] {
        return rename(partial, target);
    }).and_then([&] { return synchronise(folder, O_RDONLY | O_DIRECTORY); });
    if (!done)
        QFile::remove(partial);
    return done;
}
