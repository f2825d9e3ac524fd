// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/SandboxFolders.h"

#include <QDir>
#include <QRegularExpression>
#include <QSaveFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace workspace {

static std::unexpected<core::Error> folderError(const QString &path)
{
    return core::fail(core::Error::Kind::Unavailable,
                      "The folder " + path + " of a workspace cannot be used: "
                          + QString::fromLocal8Bit(std::strerror(errno)) + '.');
}

core::Result<QString> sandboxFolder(const QString &root, const QString &userId)
{
    static const QRegularExpression name("\\A[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\\z");
    if (!name.match(userId).hasMatch())
        return core::fail(core::Error::Kind::Invalid,
                          "The user's name cannot be that of a folder.");
    return root + '/' + userId;
}

static core::Result<> giveFolder(const QString &path, std::optional<uint> owner)
{
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), 0700) != 0 && errno != EEXIST)
        return folderError(path);
    const int folder = ::open(name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0)
        return folderError(path);
    const bool isGiven = (!owner || ::fchown(folder, *owner, *owner) == 0)
                         && ::fchmod(folder, 0700) == 0;
    const auto given = isGiven ? core::Result<>() : core::Result<>(folderError(path));
    ::close(folder);
    return given;
}

core::Result<> giveFolders(const QString &folder, std::optional<uint> owner)
{
    if (!QDir().mkpath(QFileInfo(folder).path()))
        return folderError(folder);
    if (const auto own = giveFolder(folder, {}); !own)
        return own;
    for (const char *name : {"workspace", "home", "tmp"}) {
        if (const auto given = giveFolder(folder + '/' + name, owner); !given)
            return given;
    }
    return {};
}

core::Result<QString> sandboxSettings(const QString &root)
{
    static const std::pair<const char *, const char *> files[] = {
        {"passwd", "root:x:0:0:root:/root:/usr/sbin/nologin\n"
                   "agent:x:1000:1000:agent:/home/agent:/bin/bash\n"
                   "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"},
        {"group", "root:x:0:\nagent:x:1000:\nnogroup:x:65534:\n"},
        {"hosts", "127.0.0.1 localhost workspace\n::1 localhost\n"},
        {"nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n"
                          "services: files\nprotocols: files\n"},
        {"resolv.conf", ""}};
    const QString folder = root + "/etc";
    if (!QDir().mkpath(folder))
        return folderError(folder);
    constexpr auto everyone = QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther;
    QFile::setPermissions(folder, everyone | QFile::WriteOwner | QFile::ExeOwner | QFile::ExeGroup
                                      | QFile::ExeOther);
    for (const auto &[name, content] : files) {
        QSaveFile file(folder + '/' + name);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0
            || !file.setPermissions(everyone | QFile::WriteOwner) || !file.commit())
            return core::fail(core::Error::Kind::Unavailable,
                              "The file " + file.fileName()
                                  + " cannot be written: " + file.errorString());
    }
    return folder;
}

} // namespace workspace
