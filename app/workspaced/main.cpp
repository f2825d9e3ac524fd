// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Bridge.h"
#include "QuotaGuard.h"
#include "Server.h"
#include "Session.h"
#include "Signals.h"
#include "Spawn.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

// The standard one brings a demangler and prints; nothing here throws, but allocation may fail.
namespace __gnu_cxx {
void __verbose_terminate_handler()
{
    std::abort();
}
} // namespace __gnu_cxx

namespace {

constexpr int usageError = 2;

void print(int fd, std::string_view text)
{
    [[maybe_unused]] const ssize_t written = ::write(fd, text.data(), text.size());
}

// What our parent forgot to keep for itself must not reach the jobs.
void closeInherited()
{
    if (::close_range(3, ~0u, 0) == 0)
        return;
    for (int fd = 3; fd < 1024; ++fd)
        ::close(fd);
}

Fd moveAway(int fd)
{
    return Fd(::fcntl(fd, F_DUPFD_CLOEXEC, 10));
}

// The line must be out of reach of everything that is started.
void occupyStandardStreams()
{
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(nothing, 0);
    ::dup2(nothing, 1);
    if (nothing > 2)
        ::close(nothing);
}

/// @p processes is how many processes and threads our user may have in here; 0 sets no limit.
int serveStandardStreams(long processes)
{
    if (processes > 0) {
        const rlimit limit{static_cast<rlim_t>(processes), static_cast<rlim_t>(processes)};
        ::setrlimit(RLIMIT_NPROC, &limit);
    }
    ::signal(SIGPIPE, SIG_IGN);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    // The first process of a sandbox cannot see its parent, whose end kills it, and must be closed
    // to those that run in there: see serveSocket().
    if (::getpid() == 1)
        ::prctl(PR_SET_DUMPABLE, 0);
    else
        ::prctl(PR_SET_PDEATHSIG, SIGHUP);
    closeInherited();
    prepareSpawning();
    Fd input = moveAway(0);
    Fd output = moveAway(1);
    if (!input || !output) {
        print(2, "berth-workspaced: standard input and output must be open\n");
        return usageError;
    }
    occupyStandardStreams();
    Loop loop;
    Machine machine(loop);
    const Signals signals(loop, machine, [&loop] { loop.quit(0); });
    std::unique_ptr<Session> session;
    const Greeter greeter(loop, std::move(input), std::move(output), wire::peerTimeout,
                          [&](Greeter::Outcome greeting) {
        if (!greeting) {
            loop.quit(0);
            return;
        }
        greeting->hello.isResumable = false; // there is no other way in
        session = std::make_unique<Session>(machine, std::move(*greeting),
                                            [&loop](Session::End) { loop.quit(0); });
    });
    const int exitCode = loop.run();
    // Children first: they die within milliseconds. Then what streams leave behind, such as
    // temporary files.
    machine.killAll();
    session.reset();
    ::_exit(exitCode);
}

/// Commands come over a socket, one peer at a time. Meant to be the first process of a container.
int serveSocket(const char *path, Server::Options options)
{
    ::signal(SIGPIPE, SIG_IGN);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    closeInherited();
    prepareSpawning();
    keepFilesInTheirQuota();
    // What runs here under the same user must not read our memory, our environment, or the line.
    ::prctl(PR_SET_DUMPABLE, 0);
    occupyStandardStreams();
    const Token token = Token::fromEnvironment();
    Loop loop;
    Machine machine(loop);
    const Signals signals(loop, machine, [&loop] { loop.quit(0); });
    Server server(machine, token, options);
    if (const int error = server.listen(path); error != 0) {
        print(2, std::string("berth-workspaced: ") + path + ": " + ::strerror(error) + '\n');
        return 1;
    }
    const int exitCode = loop.run();
    machine.killAll();
    return exitCode;
}

constexpr long noNumber = -1;

long numberFrom(std::string_view text)
{
    constexpr long most = 1'000'000'000;
    long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number > most)
        return noNumber;
    return std::max(number, noNumber);
}

// What follows `stdio`.
long processLimitFrom(int argc, char **argv)
{
    if (argc == 2)
        return 0;
    return argc == 4 && std::string_view(argv[2]) == "--processes" ? numberFrom(argv[3]) : noNumber;
}

// What follows `serve SOCKET`.
std::optional<Server::Options> optionsFrom(int argc, char **argv)
{
    Server::Options options;
    for (int i = 3; i < argc; i += 2) {
        const std::string_view name = argv[i];
        const long number = i + 1 < argc ? numberFrom(argv[i + 1]) : noNumber;
        if (number < 0)
            return {};
        if (name == "--lease")
            options.lease = std::chrono::seconds(number);
        else if (name == "--grace")
            options.grace = std::chrono::seconds(number);
        else
            return {};
    }
    return options;
}

} // namespace

int main(int argc, char **argv)
{
    const std::string_view mode = argc > 1 ? argv[1] : "";
    if (mode == "version") {
        print(1, "berth-workspaced " BERTH_VERSION ", protocol "
                     + std::to_string(wire::protocolVersion) + '\n');
        return 0;
    }
    if (mode == "stdio") {
        if (const long processes = processLimitFrom(argc, argv); processes >= 0)
            return serveStandardStreams(processes);
    }
    if (mode == "serve" && argc >= 3) {
        if (const auto options = optionsFrom(argc, argv))
            return serveSocket(argv[2], *options);
    }
    if (mode == "bridge" && argc == 3)
        return bridge(argv[2]);
    print(2, "usage: berth-workspaced stdio [--processes NUMBER] | serve SOCKET [--lease SECONDS] "
             "[--grace SECONDS]"
             " | bridge SOCKET | version\n");
    return usageError;
}
