// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Stats.h"

#include "Machine.h"
#include "Session.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <climits>

using wire::Failure;
using wire::Value;

namespace {

constexpr int entriesAtOnce = 500;
constexpr std::int64_t maxFiles = 5'000'000;
constexpr std::size_t maxDepth = 256; // open folders
constexpr std::size_t maxLinked = 200'000;
constexpr std::size_t maxFolders = 8;

std::string contentOf(const std::string &path)
{
    const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string content(16 * 1024, '\0');
    const ssize_t size = file ? ::read(file.get(), content.data(), content.size()) : 0;
    content.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return content;
}

// The number at the beginning, null for anything else, such as `max`.
Value numberIn(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() ? Value(number) : Value();
}

Value numberOf(const std::string &path)
{
    return numberIn(contentOf(path));
}

// The number after a name in a file of lines like `name number`.
Value fieldOf(const std::string &path, const std::string &name)
{
    const std::string content = '\n' + contentOf(path);
    const std::size_t at = content.find('\n' + name + ' ');
    if (at == std::string::npos)
        return {};
    return numberIn(std::string_view(content).substr(at + name.size() + 2));
}

// Where the groups of a controller are: version 1 has a tree for each, version 2 (no name) one.
std::string groupOf(const std::string &controller)
{
    const std::string groups = '\n' + contentOf("/proc/self/cgroup");
    std::size_t at = 0;
    while ((at = groups.find('\n', at)) != std::string::npos) {
        const std::string line = groups.substr(at + 1, groups.find('\n', at + 1) - at - 1);
        ++at;
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos)
            continue;
        const std::string names = ',' + line.substr(first + 1, second - first - 1) + ',';
        const bool isIt = controller.empty()
                              ? names == ",,"
                              : names.find(',' + controller + ',') != std::string::npos;
        if (isIt)
            return line.substr(second + 1);
    }
    return "/";
}

// In a container the group's files lie at the mount itself, else below it.
std::string folderOf(const std::string &mount, const std::string &controller,
                     const std::string &file)
{
    const std::string below = mount + groupOf(controller) + '/';
    return ::access((below + file).c_str(), R_OK) == 0 ? below : mount + '/';
}

Value memoryInUse(const Value &all, const Value &inactive)
{
    return all.isNull() ? all
                        : Value(std::max<std::int64_t>(all.integer() - inactive.integer(), 0));
}

// Limits beyond this are version 1's way to say that there is none.
Value limitOf(const Value &number)
{
    return number.integer() > INT64_MAX / 2 ? Value() : number;
}

Value unifiedUsage()
{
    const std::string at = folderOf("/sys/fs/cgroup", "", "memory.current");
    return Value::map({{"cgroup", 2},
                       {"cpu_us", fieldOf(at + "cpu.stat", "usage_usec")},
                       {"memory_bytes", memoryInUse(numberOf(at + "memory.current"),
                                                    fieldOf(at + "memory.stat", "inactive_file"))},
                       {"memory_limit", numberOf(at + "memory.max")},
                       {"oom_kills", fieldOf(at + "memory.events", "oom_kill")},
                       {"pids", numberOf(at + "pids.current")},
                       {"pids_limit", numberOf(at + "pids.max")}});
}

Value splitUsage()
{
    const std::string root = "/sys/fs/cgroup/";
    const std::string cpu = folderOf(root + "cpuacct", "cpuacct", "cpuacct.usage");
    const std::string memory = folderOf(root + "memory", "memory", "memory.usage_in_bytes");
    const std::string pids = folderOf(root + "pids", "pids", "pids.current");
    const Value nanoseconds = numberOf(cpu + "cpuacct.usage");
    return Value::map(
        {{"cgroup", 1},
         {"cpu_us", nanoseconds.isNull() ? Value() : Value(nanoseconds.integer() / 1000)},
         {"memory_bytes", memoryInUse(numberOf(memory + "memory.usage_in_bytes"),
                                      fieldOf(memory + "memory.stat", "total_inactive_file"))},
         {"memory_limit", limitOf(numberOf(memory + "memory.limit_in_bytes"))},
         {"oom_kills", fieldOf(memory + "memory.oom_control", "oom_kill")},
         {"pids", numberOf(pids + "pids.current")},
         {"pids_limit", numberOf(pids + "pids.max")}});
}

Value usage()
{
    const bool isUnified = ::access("/sys/fs/cgroup/cgroup.controllers", F_OK) == 0;
    return isUnified ? unifiedUsage() : splitUsage();
}

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
    Value stats = usage();
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
