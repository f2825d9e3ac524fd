// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Fd.h"

#include <sys/types.h>

#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What to start, and how.
struct SpawnSpec
{
    std::vector<std::string> argv;
    std::string cwd = "/";
    std::vector<std::string> env; // NAME=value
    int input = -1; // become 0, 1 and 2
    int output = -1;
    int error = -1;
    std::vector<std::pair<int, int>> more; // descriptor here, descriptor there
    bool hasTerminal = false; // `input` becomes the controlling terminal
    std::optional<unsigned long> openFiles; // RLIMIT_NOFILE
};

struct SpawnError
{
    int errnum;
    std::string what; // the path or step that failed
};

// Once, before the process closes itself to others (PR_SET_DUMPABLE) and before the first spawn().
void prepareSpawning();
// Starts a program as leader of a session of its own.
std::expected<pid_t, SpawnError> spawn(const SpawnSpec &spec);

struct Pipe
{
    Fd read;
    Fd write;
};

std::optional<Pipe> makePipe();

/// Both ends of a pseudo terminal.
struct Terminal
{
    Fd master;
    Fd slave;
};

std::optional<Terminal> openTerminal(int rows, int cols);
bool resizeTerminal(int master, int rows, int cols);

// Where `PATH` of this environment finds a program; the name itself when it has a slash; empty when
// nowhere.
std::string findProgram(const std::string &name, const std::vector<std::string> &env);
