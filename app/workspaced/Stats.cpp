// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Stats.h"

#include "Machine.h"
#include "Session.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

using wire::Failure;
using wire::Value;

namespace {

constexpr int entriesAtOnce = 500;
constexpr std::int64_t maxFiles = 5'000'000;
constexpr std::size_t maxDepth = 256; // open folders
constexpr std::size_t maxLinked = 200'000;
constexpr std::size_t maxFolders = 8;

} // namespace

StreamOutcome StatsStream::open(Session &session, std::uint32_t id, const std::string &opid,
                                Arguments args)
{
    std::vector<std::string> folders;
    if (args.has("disk"))
        folders = args.strings("disk");
    if (folders.size() > maxFolders)
        args.fail("disk", "must not name more than 8 folders");
    for (const std::string &folder : folders) {
        if (!folder.starts_with('/'))
            args.fail("disk", "must hold absolute paths");
    }
    if (!args.isFine())
        return std::unexpected(args.failure());
    return std::make_unique<StatsStream>(session, id, opid, std::move(folders));
}

StatsStream::StatsStream(Session &session, std::uint32_t id, std::string opid,
                         std::vector<std::string> folders)
    : Stream(session, id, std::move(opid))
    , m_folders(std::move(folders))
{
    std::ranges::reverse(m_folders);
    // The stream is not in its session yet.
    session.machine().loop().defer([this, alive = std::weak_ptr(m_alive)] {
        if (alive.lock())
            step();
    });
}

StatsStream::~StatsStream()
{
    for (DIR *folder : m_open)
        ::closedir(folder);
}

void StatsStream::step()
{
    if (m_isOver)
        return;
    if (m_open.empty() && m_folders.empty()) {
        finish();
        return;
    }
    if (m_open.empty())
        begin();
    measure(entriesAtOnce);
    m_session.machine().loop().defer([this, alive = std::weak_ptr(m_alive)] {
        if (alive.lock())
            step();
    });
}

void StatsStream::begin()
{
    Usage usage{.path = std::move(m_folders.back())};
    m_folders.pop_back();
    struct stat info{};
    usage.isComplete = ::stat(usage.path.c_str(), &info) == 0;
    usage.device = info.st_dev;
    m_usages.push_back(std::move(usage));
    m_linked.clear();
    if (m_usages.back().isComplete)
        enter(AT_FDCWD, m_usages.back().path.c_str());
}

void StatsStream::enter(int parent, const char *name)
{
    const int link = parent == AT_FDCWD ? 0 : O_NOFOLLOW;
    const int fd = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | link);
    DIR *folder = fd >= 0 && m_open.size() < maxDepth ? ::fdopendir(fd) : nullptr;
    if (folder) {
        m_open.push_back(folder);
        return;
    }
    m_usages.back().isComplete = false;
    if (fd >= 0)
        ::close(fd);
}

void StatsStream::measure(int budget)
{
    for (; budget > 0 && !m_open.empty(); --budget) {
        const dirent *entry = ::readdir(m_open.back());
        if (entry) {
            count(*entry);
            continue;
        }
        ::closedir(m_open.back());
        m_open.pop_back();
    }
    if (!m_open.empty() && m_usages.back().files >= maxFiles) {
        m_usages.back().isComplete = false;
        for (DIR *folder : std::exchange(m_open, {}))
            ::closedir(folder);
    }
}

void StatsStream::count(const dirent &entry)
{
    const std::string_view name = entry.d_name;
    const int folder = ::dirfd(m_open.back());
    struct stat info{};
    Usage &usage = m_usages.back();
    if (name == "." || name == ".."
        || ::fstatat(folder, entry.d_name, &info, AT_SYMLINK_NOFOLLOW) < 0
        || info.st_dev != usage.device)
        return;
    ++usage.files;
    if (S_ISDIR(info.st_mode)) {
        usage.bytes += static_cast<std::int64_t>(info.st_blocks) * 512;
        enter(folder, entry.d_name);
        return;
    }
    if (info.st_nlink > 1 && m_linked.size() < maxLinked
        && !m_linked.emplace(info.st_dev, info.st_ino).second)
        return;
    usage.bytes += static_cast<std::int64_t>(info.st_blocks) * 512;
}

void StatsStream::finish()
{
    m_isOver = true;
    Value stats = m_session.machine().group().usage();
    Value disk = Value::array();
    for (const Usage &usage : m_usages)
        disk.append(Value::map({{"path", Value::name(usage.path)},
                                {"bytes", usage.bytes},
                                {"files", usage.files},
                                {"complete", usage.isComplete}}));
    stats.set("disk", disk);
    respond(stats);
}

void StatsStream::fail(std::string_view code, std::string_view message)
{
    if (m_isOver)
        return;
    m_isOver = true;
    respond(std::unexpected(Failure{std::string(code), 0, std::string(message)}));
}

void StatsStream::cancel(wire::CancelMode)
{
    fail(wire::code::cancelled, "Measuring was cancelled");
}

void StatsStream::expire()
{
    fail(wire::code::timeout, "Measuring took too long");
}
