// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ControlGroup.h"

#include "Fd.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <climits>
#include <csignal>

using wire::Value;

namespace {

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

} // namespace

ControlGroup::ControlGroup(std::string root, std::string membership)
    : m_root(std::move(root))
    , m_membership(std::move(membership))
    , m_killsFile(isUnified() ? folderOf("", "memory.events") + "memory.events"
                              : folderOf("memory", "memory.oom_control") + "memory.oom_control")
{}

bool ControlGroup::isUnified() const
{
    return ::access((m_root + "/cgroup.controllers").c_str(), F_OK) == 0;
}

// Where the groups of a controller are: version 1 has a tree for each, version 2 (no name) one.
std::string ControlGroup::groupOf(std::string_view controller) const
{
    const std::string groups = '\n' + contentOf(m_membership);
    std::size_t at = 0;
    while ((at = groups.find('\n', at)) != std::string::npos) {
        const std::string line = groups.substr(at + 1, groups.find('\n', at + 1) - at - 1);
        ++at;
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos)
            continue;
        const std::string names = ',' + line.substr(first + 1, second - first - 1) + ',';
        const bool isIt = controller.empty() ? names == ",,"
                                             : names.find(',' + std::string(controller) + ',')
                                                   != std::string::npos;
        if (isIt)
            return line.substr(second + 1);
    }
    return "/";
}

// In a container the group's files lie at the mount itself, else below it.
std::string ControlGroup::folderOf(std::string_view controller, std::string_view file) const
{
    const std::string mount = m_root + '/' + std::string(controller);
    const std::string below = mount + groupOf(controller) + '/';
    return ::access((below + std::string(file)).c_str(), R_OK) == 0 ? below : mount + '/';
}

Value ControlGroup::unifiedUsage() const
{
    const std::string at = folderOf("", "memory.current");
    return Value::map({{"cgroup", 2},
                       {"cpu_us", fieldOf(at + "cpu.stat", "usage_usec")},
                       {"memory_bytes", memoryInUse(numberOf(at + "memory.current"),
                                                    fieldOf(at + "memory.stat", "inactive_file"))},
                       {"memory_limit", numberOf(at + "memory.max")},
                       {"oom_kills", fieldOf(at + "memory.events", "oom_kill")},
                       {"pids", numberOf(at + "pids.current")},
                       {"pids_limit", numberOf(at + "pids.max")}});
}

Value ControlGroup::splitUsage() const
{
    const std::string cpu = folderOf("cpuacct", "cpuacct.usage");
    const std::string memory = folderOf("memory", "memory.usage_in_bytes");
    const std::string pids = folderOf("pids", "pids.current");
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

Value ControlGroup::usage() const
{
    return isUnified() ? unifiedUsage() : splitUsage();
}

std::int64_t ControlGroup::oomKills() const
{
    return fieldOf(m_killsFile, "oom_kill").integer();
}

bool endsInKill(int status)
{
    return WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL
                               : WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGKILL;
}
