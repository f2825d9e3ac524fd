// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ProcessTree.h"

#include "Fd.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>

std::string readProc(const std::string &file, std::size_t limit)
{
    const std::string path = "/proc/" + file;
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string content;
    char buffer[8192];
    while (fd && content.size() < limit) {
        const ssize_t got = ::read(fd.get(), buffer, sizeof(buffer));
        if (got <= 0)
            break;
        content.append(buffer, static_cast<std::size_t>(got));
    }
    return content;
}

std::string readProc(pid_t pid, const char *file, std::size_t limit)
{
    return readProc(std::to_string(pid) + '/' + file, limit);
}

namespace {

constexpr int maxRounds = 20; // a fork bomb is slower than we are, but not by much

std::optional<Process> readProcess(pid_t pid)
{
    const std::string stat = readProc(pid, "stat", 4096);
    // The name, in parentheses, may hold anything.
    const std::size_t end = stat.rfind(") ");
    if (end == std::string::npos)
        return {};
    std::string_view rest = std::string_view(stat).substr(end + 2);
    std::uint64_t numbers[20] = {}; // state, ppid, pgrp, session, ... starttime
    Process process{.pid = pid, .state = rest.empty() ? '?' : rest.front()};
    for (std::uint64_t &number : numbers) {
        std::from_chars(rest.data(), rest.data() + rest.size(), number); // not a number: stays 0
        const std::size_t space = rest.find(' ');
        if (space == std::string_view::npos)
            return {};
        rest.remove_prefix(space + 1);
    }
    process.parent = static_cast<pid_t>(numbers[1]);
    process.session = static_cast<pid_t>(numbers[3]);
    process.started = numbers[19];
    return process;
}

bool bearsTag(pid_t pid, std::string_view tag)
{
    const std::string env = readProc(pid, "environ", 2 * 1024 * 1024);
    const std::string wanted = "BERTH_JOB=" + std::string(tag);
    for (std::size_t at = env.find(wanted); at != std::string::npos;
         at = env.find(wanted, at + 1)) {
        const bool begins = at == 0 || env[at - 1] == '\0';
        const std::size_t end = at + wanted.size();
        const bool ends = tag.ends_with('.') || end >= env.size() || env[end] == '\0';
        if (begins && ends)
            return true;
    }
    return false;
}

bool isSpared(pid_t pid, const Tree &tree)
{
    return std::ranges::any_of(tree.spared,
                               [pid](const std::string &tag) { return bearsTag(pid, tag); });
}

bool isStray(const Process &process, const Tree &tree, pid_t self)
{
    return tree.strayStart != 0 && process.parent == self && process.started >= tree.strayStart;
}

std::set<pid_t> pidsOf(const Tree &tree, const std::vector<Process> &processes)
{
    const pid_t self = ::getpid();
    std::set<pid_t> members;
    for (const Process &process : processes) {
        if (process.pid == self || process.state == 'Z' || process.state == 'X')
            continue;
        if ((tree.leader != 0 && (process.session == tree.leader || process.pid == tree.leader))
            || tree.known.contains({process.pid, process.started}) || isStray(process, tree, self)
            || (bearsTag(process.pid, tree.tag) && !isSpared(process.pid, tree)))
            members.insert(process.pid);
    }
    for (bool grows = true; grows;) {
        grows = false;
        for (const Process &process : processes) {
            if (process.pid != self && process.state != 'Z' && members.contains(process.parent))
                grows |= members.insert(process.pid).second;
        }
    }
    return members;
}

} // namespace

std::vector<Process> listProcesses()
{
    std::vector<Process> processes;
    DIR *folder = ::opendir("/proc");
    if (!folder)
        return processes;
    while (const dirent *entry = ::readdir(folder)) {
        const pid_t pid = static_cast<pid_t>(std::atoi(entry->d_name));
        if (pid <= 0)
            continue;
        if (const auto process = readProcess(pid))
            processes.push_back(*process);
    }
    ::closedir(folder);
    return processes;
}

std::uint64_t startOf(pid_t pid)
{
    const auto process = readProcess(pid);
    return process ? process->started : 0;
}

std::set<ProcessKey> membersOf(const Tree &tree)
{
    const std::vector<Process> processes = listProcesses();
    const std::set<pid_t> pids = pidsOf(tree, processes);
    std::set<ProcessKey> members;
    for (const Process &process : processes) {
        if (pids.contains(process.pid))
            members.insert({process.pid, process.started});
    }
    return members;
}

int killTree(const Tree &tree)
{
    std::set<ProcessKey> killed;
    for (int round = 0; round < maxRounds; ++round) {
        const std::vector<Process> processes = listProcesses();
        const std::set<pid_t> members = pidsOf(tree, processes);
        bool isDone = true;
        for (const Process &process : processes) {
            if (!members.contains(process.pid))
                continue;
            ::kill(process.pid, SIGKILL);
            // Killed processes stay visible for a moment; only a new one asks for another round.
            isDone &= !killed.insert({process.pid, process.started}).second;
        }
        if (isDone)
            break;
    }
    return static_cast<int>(killed.size());
}
