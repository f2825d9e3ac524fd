// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <sys/types.h>

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// One row of /proc.
struct Process
{
    pid_t pid = 0;
    pid_t parent = 0;
    pid_t session = 0;
    std::uint64_t started = 0; // ticks since boot
    char state = '?';
};

// What a file below /proc holds, and not much more than `limit` bytes of it; empty without one.
std::string readProc(const std::string &file, std::size_t limit);
std::string readProc(pid_t pid, const char *file, std::size_t limit);

std::vector<Process> listProcesses();
std::uint64_t startOf(pid_t pid); // 0 when there is no such process
using ProcessKey = std::pair<pid_t, std::uint64_t>; // pid and start: never used twice

/// Which processes belong together.
struct Tree
{
    std::string
        tag; // value of BERTH_JOB in the environment; with a trailing dot, all that begin so
    pid_t leader = 0; // of the session; 0: none
    // Orphans that were re-parented to us and hide their tag count as ours when they are not older
    // than this; 0: never.
    std::uint64_t strayStart = 0;
    std::set<ProcessKey> known; // seen as members earlier: their ancestry may be gone by now
    std::vector<std::string> spared = {}; // tags of others, which `tag` would take in
};

std::set<ProcessKey> membersOf(const Tree &tree);

// SIGKILLs every process of the tree, however far it has moved away. Returns how many.
int killTree(const Tree &tree);
