// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

constexpr std::string_view defaultPath =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
constexpr int farDescriptor = 100; // above all descriptors that a child is given

/// Everything the child needs, made before vfork: the child must not allocate.
struct Plan
{
    std::vector<char *> argv;
    std::vector<char *> env;
    std::vector<std::string> candidates;
    std::vector<Fd> far;
    std::vector<std::pair<int, int>> more;
    sigset_t noSignals;
};

std::vector<char *> pointers(const std::vector<std::string> &strings)
{
    std::vector<char *> result;
    for (const std::string &string : strings)
        result.push_back(const_cast<char *>(string.c_str()));
    result.push_back(nullptr);
    return result;
}

std::string_view valueOf(std::string_view name, const std::vector<std::string> &env)
{
    for (const std::string &entry : env) {
        if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=')
            return std::string_view(entry).substr(name.size() + 1);
    }
    return {};
}

std::vector<std::string> candidatesFor(const std::string &name, const std::vector<std::string> &env)
{
    if (name.find('/') != std::string::npos)
        return {name};
    std::string_view path = valueOf("PATH", env);
    if (path.empty())
        path = defaultPath;
    std::vector<std::string> result;
    while (true) {
        const std::size_t colon = path.find(':');
        const std::string_view folder = path.substr(0, colon);
        result.push_back(folder.empty() ? name : std::string(folder) + '/' + name);
        if (colon == std::string_view::npos)
            return result;
        path.remove_prefix(colon + 1);
    }
}

/// The likelihood to be ended when memory runs out. The program that serves the workspace must not
/// be the victim of what it started, so children are born while it is raised. They cannot raise it
/// themselves: until exec they are as closed to the outside as we are.
class OomScore
{
public:
    void open()
    {
        const Fd file(::open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC));
        m_file.reset(::fcntl(file.get(), F_DUPFD_CLOEXEC, firstPrivateDescriptor));
        char text[16];
        const ssize_t size = m_file ? ::pread(m_file.get(), text, sizeof(text), 0) : 0;
        m_own = std::string(text, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    }
    void raise() { put("500"); }
    void restore() { put(m_own); }

private:
    void put(std::string_view score)
    {
        if (!m_own.empty()) {
            [[maybe_unused]] const ssize_t written = ::pwrite(m_file.get(), score.data(),
                                                              score.size(), 0);
        }
    }

    static constexpr int firstPrivateDescriptor = 10;
    Fd m_file;
    std::string m_own;
};

OomScore oomScore;

// Runs in the address space of the parent until exec: system calls only.
[[noreturn]] void becomeChild(const SpawnSpec &spec, const Plan &plan, pid_t parent,
                              volatile int *errnum, volatile int *step)
{
    const auto fail = [&](int where) {
        *errnum = errno;
        *step = where;
        ::_exit(127);
    };
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
        ::_exit(127);
    ::dup2(spec.input, 0);
    ::dup2(spec.output, 1);
    ::dup2(spec.error, 2);
    for (const auto &[here, there] : plan.more)
        ::dup2(here, there);
    if (spec.hasTerminal)
        ::ioctl(0, TIOCSCTTY, 0);
    if (spec.openFiles) {
        const rlimit limit{*spec.openFiles, *spec.openFiles};
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    struct sigaction standard{};
    standard.sa_handler = SIG_DFL;
    for (const int signal :
         {SIGPIPE, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGCHLD, SIGTTOU, SIGTTIN, SIGTSTP})
        ::sigaction(signal, &standard, nullptr);
    ::sigprocmask(SIG_SETMASK, &plan.noSignals, nullptr);
    if (::chdir(spec.cwd.c_str()) < 0)
        fail(1);
    int first = ENOENT;
    for (const std::string &candidate : plan.candidates) {
        ::execve(candidate.c_str(), plan.argv.data(), plan.env.data());
        if (errno == EACCES)
            first = EACCES;
        else if (errno != ENOENT && errno != ENOTDIR)
            fail(2);
    }
    errno = first;
    fail(2);
    ::_exit(127);
}

} // namespace

void prepareSpawning()
{
    oomScore.open();
}

std::expected<pid_t, SpawnError> spawn(const SpawnSpec &spec)
{
    Plan plan{.argv = pointers(spec.argv),
              .env = pointers(spec.env),
              .candidates = candidatesFor(spec.argv.front(), spec.env),
              .far = {},
              .more = {},
              .noSignals = {}};
    ::sigemptyset(&plan.noSignals);
    for (const auto &[here, there] : spec.more) {
        plan.far.emplace_back(::fcntl(here, F_DUPFD_CLOEXEC, farDescriptor));
        plan.more.emplace_back(plan.far.back().get(), there);
    }
    const pid_t parent = ::getpid();
    volatile int errnum = 0;
    volatile int step = 0;
    oomScore.raise();
    const pid_t pid = ::vfork();
    if (pid == 0)
        becomeChild(spec, plan, parent, &errnum, &step);
    oomScore.restore();
    if (pid < 0)
        return std::unexpected(SpawnError{errno, "Cannot start a process"});
    // A child that could not exec is reaped with all others.
    if (errnum != 0)
        return std::unexpected(SpawnError{errnum, step == 1 ? spec.cwd : spec.argv.front()});
    return pid;
}

std::optional<Pipe> makePipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) < 0)
        return {};
    ::fcntl(
        ends[0], F_SETPIPE_SZ,
        1024 * 1024); // fewer wake-ups in a flood; refused beyond the user's quota, which is fine
    return Pipe{Fd(ends[0]), Fd(ends[1])};
}

std::optional<Terminal> openTerminal(int rows, int cols)
{
    Terminal terminal{Fd(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)), Fd()};
    const int master = terminal.master.get();
    char name[64];
    if (!terminal.master || ::grantpt(master) < 0 || ::unlockpt(master) < 0
        || ::ptsname_r(master, name, sizeof(name)) != 0)
        return {};
    terminal.slave.reset(::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC));
    termios settings{};
    if (!terminal.slave || ::tcgetattr(terminal.slave.get(), &settings) < 0)
        return {};
    settings.c_iflag |= IUTF8;
    ::tcsetattr(terminal.slave.get(), TCSANOW, &settings);
    resizeTerminal(master, rows, cols);
    return terminal;
}

bool resizeTerminal(int master, int rows, int cols)
{
    winsize size{};
    size.ws_row = static_cast<unsigned short>(rows);
    size.ws_col = static_cast<unsigned short>(cols);
    return ::ioctl(master, TIOCSWINSZ, &size) == 0;
}

std::string findProgram(const std::string &name, const std::vector<std::string> &env)
{
    for (const std::string &candidate : candidatesFor(name, env)) {
        struct stat info{};
        if (::stat(candidate.c_str(), &info) == 0 && S_ISREG(info.st_mode)
            && ::access(candidate.c_str(), X_OK) == 0)
            return candidate;
    }
    return {};
}
