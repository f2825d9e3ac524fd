// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Frame.h"
#include "Value.h"

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

namespace wire {

inline constexpr int protocolVersion = 1;
inline constexpr std::size_t maxStreams = 1024;
inline constexpr std::size_t maxTunnels = 128; // of those, what the helper begins
inline constexpr std::size_t maxJobs = 256;
inline constexpr std::size_t maxShells = 256;
inline constexpr std::chrono::seconds pingInterval{10};
inline constexpr std::chrono::seconds peerTimeout{
    30}; // no frame at all for so long: the peer is dead
inline constexpr std::chrono::seconds reconnectGrace{
    60}; // a session without a connection lives for so long

/// Names of the operations; their arguments and results are in docs/wire.md.
namespace op {
inline constexpr std::string_view procStart = "proc.start";
inline constexpr std::string_view procAttach = "proc.attach";
inline constexpr std::string_view procList = "proc.list";
inline constexpr std::string_view procSignal = "proc.signal";
inline constexpr std::string_view procResize = "proc.resize";
inline constexpr std::string_view shellOpen = "shell.open";
inline constexpr std::string_view shellRun = "shell.run";
inline constexpr std::string_view shellInput = "shell.input";
inline constexpr std::string_view shellInterrupt = "shell.interrupt";
inline constexpr std::string_view shellResize = "shell.resize";
inline constexpr std::string_view shellList = "shell.list";
inline constexpr std::string_view shellClose = "shell.close";
inline constexpr std::string_view fsStat = "fs.stat";
inline constexpr std::string_view fsLstat = "fs.lstat";
inline constexpr std::string_view fsList = "fs.list";
inline constexpr std::string_view fsRead = "fs.read";
inline constexpr std::string_view fsWrite = "fs.write";
inline constexpr std::string_view fsMkdir = "fs.mkdir";
inline constexpr std::string_view fsRename = "fs.rename";
inline constexpr std::string_view fsRemove = "fs.remove";
inline constexpr std::string_view fsRealpath = "fs.realpath";
inline constexpr std::string_view fsGlob = "fs.glob";
inline constexpr std::string_view fsGrep = "fs.grep";
inline constexpr std::string_view netEgress = "net.egress";
inline constexpr std::string_view sysInfo = "sys.info";
inline constexpr std::string_view sysProcesses = "sys.processes";
inline constexpr std::string_view sysSetLease = "sys.set_lease";
inline constexpr std::string_view sysStats = "sys.stats";
inline constexpr std::string_view sysShutdown = "sys.shutdown";
} // namespace op

/// The `code` of a failure.
namespace code {
inline constexpr std::string_view invalid = "invalid"; // arguments of the wrong type or value
inline constexpr std::string_view notFound = "not_found";
inline constexpr std::string_view exists = "exists";
inline constexpr std::string_view permission = "permission";
inline constexpr std::string_view notDirectory = "not_directory";
inline constexpr std::string_view isDirectory = "is_directory";
inline constexpr std::string_view notEmpty = "not_empty";
inline constexpr std::string_view noSpace = "no_space";
inline constexpr std::string_view tooLarge = "too_large";
inline constexpr std::string_view conflict = "conflict"; // if_match did not match
inline constexpr std::string_view busy = "busy"; // the shell runs a command already
inline constexpr std::string_view limit = "limit"; // too many streams, jobs, shells
inline constexpr std::string_view cancelled = "cancelled";
inline constexpr std::string_view timeout = "timeout"; // deadline_ms passed
inline constexpr std::string_view duplicate =
    "duplicate"; // the opid of a streaming op that has begun before
inline constexpr std::string_view unimplemented = "unimplemented";
inline constexpr std::string_view io = "io"; // any other errno
inline constexpr std::string_view internal = "internal";
} // namespace code

/// REQ: what the server asks for.
struct Request
{
    std::string op;
    Value args;
    std::string opid; // 16 random bytes, or empty: then repeating it runs it again
    std::int64_t deadlineMs = 0; // 0: none

    std::string encode() const;
    static std::expected<Request, Fault> decode(std::string_view payload);
};

/// Why an operation failed.
struct Failure
{
    std::string code;
    int errnum = 0; // errno, 0 when there is none
    std::string message;

    static Failure fromErrno(int errnum, std::string_view what);
};

/// RES: the answer, either `ok` or a failure.
struct Response
{
    std::expected<Value, Failure> result;

    std::string encode() const;
    static std::expected<Response, Fault> decode(std::string_view payload);
};

/// OPEN: a connection that a program in the workspace wants.
struct Open
{
    std::string kind = "tcp"; // the only one
    std::string host; // a name, or an address without brackets
    int port = 0;

    std::string encode() const;
    static std::expected<Open, Fault> decode(std::string_view payload);
};

/// HELLO: the first frame of the server.
struct Hello
{
    int min = protocolVersion;
    int max = protocolVersion;
    std::string client;
    std::string token; // proves to a helper that serves a socket that the peer may command it
    bool isResumable = false; // the peer can come back when the connection breaks
    std::string session = {}; // to be taken up again; empty: a new one
    std::int64_t received = 0; // counted frames of that session that the peer has

    std::string encode() const;
    static std::expected<Hello, Fault> decode(std::string_view payload);
};

/// WELCOME: the first frame of berth-workspaced.
struct Welcome
{
    int version = protocolVersion;
    std::string boot; // random per life of the program: changed means that all jobs are gone
    std::string build;
    std::int64_t pid = 0;
    std::int64_t uid = 0;
    std::string arch;
    std::string kernel;
    std::vector<std::string> features;
    std::int64_t nowMs = 0; // wall clock, to know the skew
    std::string session = {}; // by which the peer may come back; empty: it may not
    bool isResumed = false; // the session that HELLO named goes on
    std::int64_t received = 0; // counted frames of that session that the helper has

    std::string encode() const;
    static std::expected<Welcome, Fault> decode(std::string_view payload);
};

} // namespace wire
