// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Shell.h"

#include "ControlGroup.h"

#include "FileInfo.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

using namespace std::chrono_literals;

namespace {

constexpr std::size_t keptLimit = 256 * 1024;
constexpr std::size_t typedLimit = 256 * 1024;
constexpr std::size_t lineLimit = 64 * 1024;
// A background job may print for ever; the terminal itself holds less than this.
constexpr std::size_t drainLimit = 256 * 1024;
constexpr auto startTime = 500ms; // within which a shell has started the program of its command
constexpr auto startPoll = 5ms;
constexpr tcflag_t echoFlags = ECHO | ECHONL;

void setFlags(int terminal, auto change)
{
    termios settings{};
    if (::tcgetattr(terminal, &settings) < 0)
        return;
    change(settings);
    ::tcsetattr(terminal, TCSANOW, &settings);
}

std::string programLink(pid_t pid)
{
    return "/proc/" + std::to_string(pid) + "/exe";
}

// Reads numbers that come from a shell, so anything.
int numberIn(const std::string &text)
{
    return static_cast<int>(std::strtol(text.c_str(), nullptr, 10));
}

} // namespace

Shell::Shell(int id, std::string jobTag, Loop &loop, ShellHost &host)
    : m_id(id)
    , m_jobTag(std::move(jobTag))
    , m_loop(loop)
    , m_host(host)
    , m_writer(loop, [this](std::size_t bytes) {
        std::size_t acknowledged = 0;
        while (bytes > 0 && !m_typed.empty()) {
            auto &[left, notify] = m_typed.front();
            const std::size_t part = std::min(left, bytes);
            left -= part;
            bytes -= part;
            if (notify == Notify::Yes)
                acknowledged += part;
            if (left == 0)
                m_typed.pop_front();
        }
        if (acknowledged > 0 && m_listener)
            m_listener->inputWritten(acknowledged);
    })
{}

Shell::~Shell()
{
    m_listener = nullptr;
    m_loop.cancel(m_lossTimer);
    m_loop.cancel(m_interruptTimer);
    m_writer.abandon();
    if (m_terminal)
        m_loop.forget(m_terminal.get());
    if (m_line)
        m_loop.forget(m_line.get());
}

std::expected<void, SpawnError> Shell::start(ShellSpec spec)
{
    SpawnSpec &program = spec.program;
    m_program = program.argv.front();
    m_result.cwd = program.cwd;
    const bool isBash = m_program.ends_with("bash");
    m_dialect = isBash ? ShellDialect::bash() : ShellDialect::posix();
    auto terminal = openTerminal(spec.rows, spec.cols);
    std::vector<Fd> childEnds;
    if (!terminal || !openLine(program, childEnds))
        return std::unexpected(SpawnError{errno, "Cannot open a terminal"});
    setFlags(terminal->slave.get(), [&](termios &settings) {
        if (!spec.endsLinesInCrLf)
            settings.c_oflag &= ~static_cast<tcflag_t>(ONLCR);
    });
    program.input = program.output = program.error = terminal->slave.get();
    program.hasTerminal = true;
    const std::string script = "/proc/self/fd/" + std::to_string(m_dialect.text);
    program.env.push_back("PS1=");
    program.env.push_back("PS2=");
    if (isBash) {
        program.argv = {m_program, "--noprofile", "--norc", "--noediting", "-i"};
        program.env.push_back("PROMPT_COMMAND=. " + script);
    } else {
        program.argv = {m_program, "-i"};
        program.env.push_back("ENV=" + script);
    }
    const auto pid = spawn(program);
    if (!pid)
        return std::unexpected(pid.error());
    m_pid = *pid;
    m_pidStart = startOf(m_pid);
    m_terminal = std::move(terminal->master);
    m_keyboard.reset(::fcntl(m_terminal.get(), F_DUPFD_CLOEXEC, 0));
    m_writer.open(m_keyboard.get());
    m_loop.watch(m_terminal.get(), EPOLLIN, [this](std::uint32_t) { readTerminal(); });
    m_loop.watch(m_line.get(), EPOLLIN, [this](std::uint32_t) { readLine(); });
    return {};
}

bool Shell::openLine(SpawnSpec &program, std::vector<Fd> &childEnds)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return false;
    m_line.reset(ends[0]);
    childEnds.emplace_back(ends[1]);
    ::fcntl(m_line.get(), F_SETFL, O_NONBLOCK);
    m_text.reset(::memfd_create("command", MFD_CLOEXEC));
    if (!m_text)
        return false;
    const std::string script = m_dialect.startScript();
    if (::pwrite(m_text.get(), script.data(), script.size(), 0)
        != static_cast<ssize_t>(script.size()))
        return false;
    program.more = {{m_text.get(), m_dialect.text}, {ends[1], m_dialect.line}};
    return true;
}

bool Shell::run(std::string_view command, RunListener *listener)
{
    if (m_state != State::Idle || m_hasLeaderEnded)
        return false;
    std::string text(command);
    if (m_dialect.readsUntilNul)
        text.push_back('\0');
    ::ftruncate(m_text.get(), 0);
    if (::pwrite(m_text.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
        return false;
    ::lseek(m_text.get(), 0, SEEK_SET); // the shell reads through the same open file
    ++m_run;
    m_state = State::Taking;
    m_listener = listener;
    m_result = RunResult{.cwd = std::move(m_result.cwd), .skipped = std::exchange(m_skipped, 0)};
    m_oomKills = m_host.oomKills();
    // The line must not be echoed, but what the command's own programs read must be, as the user
    // has set the terminal. So the echo comes back when the shell asks for the command, before it
    // runs anything.
    setEcho(false);
    typeNow(m_dialect.takeLine(m_run, m_lastStatus), Notify::No);
    resume();
    return true;
}

void Shell::setListener(RunListener *listener)
{
    m_listener = listener;
    resume();
}

void Shell::resume()
{
    if (m_listener && !m_kept.empty()) {
        const std::size_t part = std::min({m_kept.size(), m_listener->room(), wire::dataChunk});
        if (part > 0) {
            std::string bytes = m_kept.substr(0, part);
            m_kept.erase(0, part);
            m_result.bytes += part;
            m_listener->output(std::move(bytes));
            if (!m_kept.empty())
                m_loop.defer([this, alive = std::weak_ptr(m_alive)] {
                    if (alive.lock())
                        resume();
                });
        }
    }
    if (m_terminal && !m_isTerminalClosed)
        m_loop.setEvents(m_terminal.get(), EPOLLIN);
    if (m_state == State::Draining && m_kept.empty())
        readTerminal();
}

std::size_t Shell::room() const
{
    if (!m_listener)
        return wire::dataChunk; // kept
    return m_kept.empty() ? m_listener->room() : 0;
}

void Shell::readTerminal()
{
    std::size_t most = std::min(wire::dataChunk, room());
    if (m_state == State::Draining)
        most = std::min(most, m_drainLeft);
    if (most == 0) {
        if (m_state == State::Draining && m_drainLeft == 0)
            endRun();
        else if (m_terminal)
            m_loop.setEvents(m_terminal.get(), 0);
        return;
    }
    std::string bytes;
    ssize_t got = 0;
    bytes.resize_and_overwrite(most, [&](char *data, std::size_t size) {
        got = ::read(m_terminal.get(), data, size);
        return got > 0 ? static_cast<std::size_t>(got) : 0;
    });
    if (got > 0) {
        if (m_state == State::Draining)
            m_drainLeft -= static_cast<std::size_t>(got);
        if (m_listener) {
            m_result.bytes += static_cast<std::uint64_t>(got);
            m_listener->output(std::move(bytes));
        } else {
            keep(std::move(bytes));
        }
        // Only EAGAIN says that everything has arrived.
        if (m_state == State::Draining)
            readTerminal();
        return;
    }
    if (got < 0 && errno == EINTR)
        return;
    if (got == 0 || errno != EAGAIN) { // the other side is gone
        m_isTerminalClosed = true;
        m_loop.setEvents(m_terminal.get(), 0);
    }
    if (m_state == State::Draining)
        endRun();
}

void Shell::keep(std::string bytes)
{
    m_kept += bytes;
    if (m_kept.size() <= keptLimit)
        return;
    const std::size_t over = m_kept.size() - keptLimit;
    m_kept.erase(0, over);
    m_skipped += over;
}

void Shell::readLine()
{
    char buffer[4096];
    const ssize_t got = ::read(m_line.get(), buffer, sizeof(buffer));
    if (got > 0) {
        m_lineBuffer.append(buffer, static_cast<std::size_t>(got));
        parseLine();
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        m_loop.setEvents(m_line.get(), 0);
        // A shell that ends closes the line a moment before we hear of its end.
        m_lossTimer = m_loop.after(50ms, [this] { lineLost(); });
    }
}

// Fields end in NUL: "T", run, or "P", run, status, background pid, cwd. Anything else, which only
// a program that writes to the inherited descriptor can send, is skipped.
void Shell::parseLine()
{
    const auto takeFields = [this](std::size_t count) {
        std::vector<std::string> fields;
        std::size_t at = 0;
        while (fields.size() < count) {
            const std::size_t end = m_lineBuffer.find('\0', at);
            if (end == std::string::npos)
                return std::vector<std::string>();
            fields.push_back(m_lineBuffer.substr(at, end - at));
            at = end + 1;
        }
        m_lineBuffer.erase(0, at);
        return fields;
    };
    while (m_lineBuffer.find('\0') != std::string::npos) {
        if (m_lineBuffer.starts_with(std::string_view("T\0", 2))) {
            const auto fields = takeFields(2);
            if (fields.empty())
                break;
            take(fields[1]);
        } else if (m_lineBuffer.starts_with(std::string_view("P\0", 2))) {
            const auto fields = takeFields(5);
            if (fields.empty())
                break;
            prompt(fields);
        } else {
            takeFields(1);
        }
    }
    if (m_lineBuffer.size() > lineLimit)
        m_lineBuffer.clear();
}

void Shell::take(std::string_view run)
{
    if (m_state != State::Taking || run != std::to_string(m_run))
        return;
    setEcho(true);
    m_state = State::Running;
    m_takenAt = std::chrono::steady_clock::now();
    const std::string leave = m_dialect.leave();
    [[maybe_unused]] const ssize_t sent = ::write(m_line.get(), leave.data(), leave.size());
    if (m_listener)
        m_listener->started();
    for (auto &[bytes, notify] : std::exchange(m_early, {}))
        type(std::move(bytes), notify);
    if (const auto signal = std::exchange(m_earlySignal, {}))
        interrupt(*signal);
}

void Shell::prompt(const std::vector<std::string> &fields)
{
    m_lastStatus = numberIn(fields[2]) & 0xff;
    m_result.cwd = fields[4];
    m_result.lastBackgroundPid = numberIn(fields[3]);
    if (m_state == State::Starting) {
        m_state = State::Idle;
        m_host.shellReady(m_id);
        return;
    }
    // Typed-ahead lines bring prompts too: they bear the number of the run before.
    if (m_state != State::Running || fields[1] != std::to_string(m_run))
        return;
    m_result.exitCode = m_lastStatus;
    m_result.isOutOfMemory = m_lastStatus == 128 + SIGKILL && m_host.oomKills() > m_oomKills;
    m_state = State::Draining;
    m_drainLeft = drainLimit;
    resume();
}

void Shell::lineLost()
{
    m_lossTimer = 0;
    if (m_hasLeaderEnded)
        return;
    m_result.isPromptLost = true;
    killNow();
}

void Shell::endRun()
{
    const bool isLast = m_hasLeaderEnded;
    m_state = isLast ? State::Ended : State::Idle;
    RunListener *listener = std::exchange(m_listener, nullptr);
    const RunResult result = m_result;
    m_result.isPromptLost = false;
    if (listener)
        listener->ended(result);
    if (isLast)
        m_host.shellEnded(m_id, result.exitCode, result.signal);
    else if (!m_isTerminalClosed)
        m_loop.setEvents(m_terminal.get(), EPOLLIN);
}

void Shell::leaderEnded(int status)
{
    m_loop.cancel(m_lossTimer);
    m_hasLeaderEnded = true;
    m_writer.abandon();
    m_early.clear();
    const bool wasRunning = isRunning();
    m_result.hasShellEnded = true;
    m_result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    m_result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == promptLostCode)
        m_result.isPromptLost = true;
    m_result.isOutOfMemory = endsInKill(status) && !m_result.isPromptLost
                             && m_host.oomKills() > m_oomKills;
    if (m_result.isPromptLost) {
        m_result.exitCode = -1;
        m_result.signal = 0;
    }
    if (!wasRunning) {
        m_state = State::Ended;
        m_host.shellEnded(m_id, m_result.exitCode, m_result.signal);
        return;
    }
    m_state = State::Draining;
    m_drainLeft = drainLimit;
    resume();
}

bool Shell::type(std::string bytes, Notify notify)
{
    std::size_t early = 0;
    for (const auto &[text, how] : m_early)
        early += text.size();
    if (notify == Notify::No && m_writer.waiting() + early > typedLimit)
        return false;
    if (m_state == State::Taking)
        m_early.emplace_back(std::move(bytes), notify);
    else
        typeNow(std::move(bytes), notify);
    return true;
}

void Shell::typeNow(std::string bytes, Notify notify)
{
    m_typed.emplace_back(bytes.size(), notify);
    m_writer.write(std::move(bytes));
}

bool Shell::interrupt(int signal)
{
    if (m_state == State::Taking) {
        m_earlySignal = signal;
        return true;
    }
    if (isStartingProgram()) {
        interruptWhenStarted(signal);
        return true;
    }
    return sendToForeground(signal);
}

// A signal that comes between fork and exec is swallowed by the copy of the shell. That copy still
// is the shell's program.
bool Shell::isStartingProgram() const
{
    if (m_state != State::Running || std::chrono::steady_clock::now() - m_takenAt > startTime)
        return false;
    const pid_t group = foreground();
    return group == m_pid || readLink(programLink(group)) == readLink(programLink(m_pid));
}

void Shell::interruptWhenStarted(int signal)
{
    m_loop.cancel(m_interruptTimer);
    m_interruptTimer = m_loop.after(startPoll, [this, signal] {
        if (m_state != State::Running || m_hasLeaderEnded)
            return;
        if (isStartingProgram())
            interruptWhenStarted(signal);
        else
            sendToForeground(signal);
    });
}

bool Shell::sendToForeground(int signal)
{
    // The terminal itself may send these, also to programs that we must not signal.
    if ((signal == SIGINT || signal == SIGQUIT || signal == SIGTSTP)
        && ::ioctl(m_terminal.get(), TIOCSIG, signal) == 0)
        return true;
    const pid_t group = foreground();
    return group > 0 && ::kill(-group, signal) == 0;
}

bool Shell::resize(int rows, int cols)
{
    return m_terminal && resizeTerminal(m_terminal.get(), rows, cols);
}

pid_t Shell::foreground() const
{
    return m_terminal && !m_hasLeaderEnded ? ::tcgetpgrp(m_terminal.get()) : 0;
}

void Shell::killNow()
{
    if (!m_hasLeaderEnded)
        ::kill(-m_pid, SIGKILL);
    killTree({.tag = m_jobTag,
              .leader = m_pid,
              .strayStart = m_host.ownsStrays() ? m_pidStart : 0,
              .known = {}});
}

void Shell::setEcho(bool isOn)
{
    setFlags(m_terminal.get(), [&](termios &settings) {
        if (isOn) {
            settings.c_lflag |= m_userFlags;
        } else {
            m_userFlags = settings.c_lflag & echoFlags;
            settings.c_lflag &= ~echoFlags;
        }
    });
}
