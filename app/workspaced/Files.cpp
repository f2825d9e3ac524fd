// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Files.h"

#include "Fd.h"
#include "FileInfo.h"
#include "Glob.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>

using wire::Failure;
using wire::Value;

namespace {

constexpr std::size_t listBytes = 900 * 1024; // an answer must fit into one frame
constexpr std::size_t globVisits = 500'000;

std::unexpected<Failure> failed(std::string_view path, int errnum = errno)
{
    return std::unexpected(Failure::fromErrno(errnum, path));
}

struct CloseDir
{
    void operator()(DIR *folder) const { ::closedir(folder); }
};

/// Names in a folder, sorted by bytes; nothing when it cannot be read.
std::optional<std::vector<std::string>> namesIn(const std::string &path)
{
    const std::unique_ptr<DIR, CloseDir> folder(::opendir(path.c_str()));
    if (!folder)
        return {};
    std::vector<std::string> names;
    while (const dirent *entry = ::readdir(folder.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..")
            names.emplace_back(name);
    }
    std::ranges::sort(names);
    return names;
}

std::string joined(const std::string &folder, const std::string &name)
{
    if (folder.empty() || folder.ends_with('/'))
        return folder + name;
    return folder + '/' + name;
}

/// Collects what `fs.list` returns.
class Lister
{
public:
    Lister(std::int64_t depth, std::size_t limit, bool showsHidden)
        : m_depth(depth == 0 ? INT_MAX : depth)
        , m_limit(limit)
        , m_showsHidden(showsHidden)
    {}

    void walk(const std::string &path, const std::string &relative,
              const std::vector<std::string> &names, std::int64_t level)
    {
        for (const std::string &name : names) {
            if (!m_showsHidden && name.starts_with('.'))
                continue;
            const std::string inner = joined(path, name);
            struct stat info{};
            if (::lstat(inner.c_str(), &info) < 0)
                continue;
            if (m_entries.size() >= m_limit || m_bytes > listBytes) {
                m_isTruncated = true;
                return;
            }
            Value entry = describeFile(info, inner);
            entry.set("name", Value::name(joined(relative, name)));
            m_bytes += entry.encode().size();
            m_entries.push_back(std::move(entry));
            if (!S_ISDIR(info.st_mode) || level >= m_depth)
                continue;
            if (const auto below = namesIn(inner))
                walk(inner, joined(relative, name), *below, level + 1);
            if (m_isTruncated)
                return;
        }
    }

    Value take()
    {
        return Value::map({{"entries", Value(std::move(m_entries))}, {"truncated", m_isTruncated}});
    }

private:
    std::int64_t m_depth;
    std::size_t m_limit;
    bool m_showsHidden;
    Value::Array m_entries;
    std::size_t m_bytes = 0;
    bool m_isTruncated = false;
};

Outcome statWith(Arguments &args, int (*how)(const char *, struct stat *))
{
    const std::string path = args.path("path");
    if (!args.isFine())
        return std::unexpected(args.failure());
    struct stat info{};
    if (how(path.c_str(), &info) < 0)
        return failed(path);
    return describeFile(info, path);
}

// Removes what is at `name` in a folder, without ever following a link out of it. Returns 0 or
// errno.
int removeAt(int folder, const char *name, std::int64_t &removed)
{
    if (::unlinkat(folder, name, 0) == 0) {
        ++removed;
        return 0;
    }
    if (errno != EISDIR && errno != EPERM)
        return errno;
    const int unlinkError = errno;
    Fd inner(::openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!inner)
        return errno == ENOTDIR ? unlinkError : errno;
    const std::unique_ptr<DIR, CloseDir> entries(
        ::fdopendir(::fcntl(inner.get(), F_DUPFD_CLOEXEC, 0)));
    if (!entries)
        return errno;
    while (const dirent *entry = ::readdir(entries.get())) {
        const std::string_view innerName = entry->d_name;
        if (innerName == "." || innerName == "..")
            continue;
        if (const int errnum = removeAt(inner.get(), entry->d_name, removed);
            errnum != 0 && errnum != ENOENT)
            return errnum;
    }
    if (::unlinkat(folder, name, AT_REMOVEDIR) < 0)
        return errno;
    ++removed;
    return 0;
}

} // namespace

namespace files {

Outcome stat(Arguments args)
{
    return statWith(args, ::stat);
}

Outcome lstat(Arguments args)
{
    return statWith(args, ::lstat);
}

Outcome list(Arguments args)
{
    const std::string path = args.path("path");
    const std::int64_t depth = args.integerOr("depth", 1, 0, INT_MAX);
    const std::int64_t limit = args.integerOr("limit", 1000, 1, 10'000);
    const bool hidden = args.flag("hidden", true);
    if (!args.isFine())
        return std::unexpected(args.failure());
    const auto names = namesIn(path);
    if (!names)
        return failed(path);
    Lister lister(depth, static_cast<std::size_t>(limit), hidden);
    lister.walk(path, "", *names, 1);
    return lister.take();
}

Outcome mkdir(Arguments args)
{
    const std::string path = args.path("path");
    const bool parents = args.flag("parents", false);
    const auto mode = static_cast<mode_t>(args.integerOr("mode", 0777, 0, 07777));
    if (!args.isFine())
        return std::unexpected(args.failure());
    if (::mkdir(path.c_str(), mode) == 0)
        return Value::map({{"created", true}});
    if (!parents)
        return failed(path);
    if (errno == ENOENT) {
        if (const int errnum = makeParents(path); errnum != 0)
            return failed(path, errnum);
        if (::mkdir(path.c_str(), mode) == 0)
            return Value::map({{"created", true}});
    }
    const int errnum = errno;
    struct stat info{};
    if (errnum == EEXIST && ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode))
        return Value::map({{"created", false}});
    return failed(path, errnum);
}

Outcome rename(Arguments args)
{
    const std::string from = args.path("from");
    const std::string to = args.path("to");
    const bool replace = args.flag("replace", true);
    if (!args.isFine())
        return std::unexpected(args.failure());
    constexpr unsigned noReplace = 1; // RENAME_NOREPLACE
    const long done = ::syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(),
                                replace ? 0 : noReplace);
    if (done < 0)
        return failed(errno == EEXIST ? to : from);
    return Value::map();
}

Outcome remove(Arguments args)
{
    std::string path = args.path("path");
    const bool recursive = args.flag("recursive", false);
    const bool missingOk = args.flag("missing_ok", false);
    if (!args.isFine())
        return std::unexpected(args.failure());
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    std::int64_t removed = 0;
    int errnum = 0;
    if (recursive)
        errnum = path == "/" ? EPERM : removeAt(AT_FDCWD, path.c_str(), removed);
    else if (::remove(path.c_str()) == 0)
        removed = 1;
    else
        errnum = errno;
    if (errnum != 0 && !(missingOk && errnum == ENOENT))
        return failed(path, errnum);
    return Value::map({{"removed", removed}});
}

Outcome realpath(Arguments args)
{
    const std::string path = args.path("path");
    if (!args.isFine())
        return std::unexpected(args.failure());
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                           &std::free);
    if (!real)
        return failed(path);
    return Value::map({{"path", Value::name(real.get())}});
}

Outcome glob(Arguments args)
{
    const std::string path = args.path("path");
    const std::string pattern = args.text("pattern");
    const auto limit = static_cast<std::size_t>(args.integerOr("limit", 1000, 1, 10'000));
    const bool hidden = args.flag("hidden", false);
    if (!args.isFine())
        return std::unexpected(args.failure());
    if (!namesIn(path))
        return failed(path);

    struct Found
    {
        std::string name;
        std::int64_t modified;
    };
    std::vector<Found> found;
    std::vector<std::string> folders{""};
    std::size_t visits = 0;
    bool truncated = false;
    while (!folders.empty() && !truncated) {
        const std::string folder = std::move(folders.back());
        folders.pop_back();
        const auto names = namesIn(joined(path, folder));
        for (const std::string &name : names.value_or(std::vector<std::string>())) {
            if (!hidden && name.starts_with('.'))
                continue;
            truncated |= ++visits > globVisits;
            const std::string relative = joined(folder, name);
            struct stat info{};
            if (truncated || ::lstat(joined(path, relative).c_str(), &info) < 0)
                continue;
            if (S_ISDIR(info.st_mode))
                folders.push_back(relative);
            else if (matchesGlob(pattern, relative))
                found.push_back({relative, modifiedNs(info)});
        }
    }
    std::ranges::sort(found, [](const Found &a, const Found &b) {
        return a.modified != b.modified ? a.modified > b.modified : a.name < b.name;
    });
    Value paths = Value::array();
    std::size_t bytes = 0;
    for (const Found &file : found) {
        bytes += file.name.size() + 8;
        if (paths.items().size() == limit || bytes > listBytes) {
            truncated = true;
            break;
        }
        paths.append(Value::name(file.name));
    }
    return Value::map({{"paths", paths}, {"truncated", truncated}});
}

} // namespace files
