// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "FileInfo.h"

#include <unistd.h>

#include <cerrno>
#include <climits>

using wire::Value;

namespace {

std::string_view typeOf(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR: return "directory";
    case S_IFLNK: return "symlink";
    case S_IFIFO: return "fifo";
    case S_IFSOCK: return "socket";
    case S_IFCHR: return "char";
    case S_IFBLK: return "block";
    default: return "file";
    }
}

} // namespace

std::int64_t modifiedNs(const struct stat &info)
{
    return static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec;
}

Value describeFile(const struct stat &info, const std::string &path)
{
    Value entry = Value::map({{"type", typeOf(info.st_mode)},
                              {"size", static_cast<std::int64_t>(info.st_size)},
                              {"mtime_ns", modifiedNs(info)},
                              {"mode", static_cast<std::int64_t>(info.st_mode & 07777)},
                              {"uid", static_cast<std::int64_t>(info.st_uid)},
                              {"gid", static_cast<std::int64_t>(info.st_gid)},
                              {"inode", static_cast<std::int64_t>(info.st_ino)}});
    if (S_ISLNK(info.st_mode))
        entry.set("target", Value::name(readLink(path)));
    return entry;
}

std::string parentOf(const std::string &path)
{
    std::size_t end = path.size();
    while (end > 1 && path[end - 1] == '/')
        --end;
    const std::size_t slash = path.rfind('/', end - 1);
    if (slash == std::string::npos || slash == 0)
        return "/";
    return path.substr(0, slash);
}

int makeParents(const std::string &path)
{
    const std::string parent = parentOf(path);
    if (parent == "/" || ::mkdir(parent.c_str(), 0777) == 0 || errno == EEXIST)
        return 0;
    if (errno != ENOENT)
        return errno;
    if (const int errnum = makeParents(parent); errnum != 0)
        return errnum;
    return ::mkdir(parent.c_str(), 0777) == 0 || errno == EEXIST ? 0 : errno;
}

std::string readLink(const std::string &path)
{
    std::string target(PATH_MAX, '\0');
    const ssize_t size = ::readlink(path.c_str(), target.data(), target.size());
    target.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return target;
}
