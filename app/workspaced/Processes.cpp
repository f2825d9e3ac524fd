// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Processes.h"

#include "ProcessTree.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

using wire::Value;

namespace {

constexpr std::size_t longestCommand = 1024;
constexpr std::int64_t mostProcesses = 2000;

std::vector<Process> descendants(pid_t ancestor)
{
    const std::vector<Process> all = listProcesses();
    std::set<pid_t> members{ancestor};
    for (bool grows = true; grows;) {
        grows = false;
        for (const Process &process : all) {
            if (members.contains(process.parent))
                grows |= members.insert(process.pid).second;
        }
    }
    std::vector<Process> found;
    for (const Process &process : all) {
        if (process.pid != ancestor && members.contains(process.pid))
            found.push_back(process);
    }
    std::ranges::sort(found, {}, &Process::pid);
    return found;
}

/// The number in the field of that index after the name in parentheses, which may hold anything.
std::int64_t numberOf(std::string_view stat, int index)
{
    const std::size_t end = stat.rfind(") ");
    std::string_view rest = end == std::string_view::npos ? std::string_view()
                                                          : stat.substr(end + 2);
    for (; index > 0; --index) {
        const std::size_t space = rest.find(' ');
        rest = space == std::string_view::npos ? std::string_view() : rest.substr(space + 1);
    }
    std::int64_t number = 0;
    std::from_chars(rest.data(), rest.data() + rest.size(), number);
    return number;
}

std::string nameIn(std::string_view stat)
{
    const std::size_t begin = stat.find('(');
    const std::size_t end = stat.rfind(") ");
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
        return {};
    return '[' + std::string(stat.substr(begin + 1, end - begin - 1)) + ']';
}

/// Its words, separated by spaces; the name in brackets of one that has none.
std::string commandOf(pid_t pid, std::string_view stat)
{
    std::string command = readProc(pid, "cmdline", longestCommand);
    command.resize(std::min(command.size(), longestCommand));
    while (command.ends_with('\0'))
        command.pop_back();
    std::ranges::replace(command, '\0', ' ');
    return command.empty() ? nameIn(stat) : command;
}

double secondsSinceBoot()
{
    return std::strtod(readProc("uptime", 256).c_str(), nullptr);
}

Value rowOf(const Process &process, double sinceBoot)
{
    static const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    static const std::int64_t page = ::sysconf(_SC_PAGESIZE);
    const std::string stat = readProc(process.pid, "stat", 4096);
    const auto busy = static_cast<double>(numberOf(stat, 11) + numberOf(stat, 12));
    const double age = sinceBoot - static_cast<double>(process.started) / ticks;
    struct stat owner{};
    const std::string folder = "/proc/" + std::to_string(process.pid);
    const bool hasOwner = ::stat(folder.c_str(), &owner) == 0;
    return Value::map({{"pid", process.pid},
                       {"ppid", process.parent},
                       {"uid", hasOwner ? static_cast<std::int64_t>(owner.st_uid) : -1},
                       {"state", std::string(1, process.state)},
                       {"cpu_us", static_cast<std::int64_t>(busy / ticks * 1e6)},
                       {"memory_bytes", numberOf(stat, 21) * page},
                       {"age_ms", static_cast<std::int64_t>(std::max(age, 0.0) * 1000)},
                       {"command", Value::name(commandOf(process.pid, stat))}});
}

} // namespace

Outcome processes::list(Arguments args)
{
    const std::int64_t limit = args.integerOr("limit", mostProcesses, 1, mostProcesses);
    if (!args.isFine())
        return std::unexpected(args.failure());
    const std::vector<Process> found = descendants(::getpid());
    const double sinceBoot = secondsSinceBoot();
    Value rows = Value::array();
    for (const Process &process : found) {
        if (static_cast<std::int64_t>(rows.items().size()) == limit)
            break;
        rows.append(rowOf(process, sinceBoot));
    }
    return Value::map({{"processes", rows}, {"count", static_cast<std::int64_t>(found.size())}});
}
