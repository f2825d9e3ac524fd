// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Job.h"
#include "ShellDialect.h"

#include <termios.h>

struct ShellSpec
{
    SpawnSpec program; // argv[0] is the path of the shell; the rest is set by the shell
    int rows = 200;
    int cols = 256;
    bool endsLinesInCrLf = false;
};

/// How one command of a shell ended.
struct RunResult
{
    int exitCode = -1;
    std::string cwd;
    std::int64_t lastBackgroundPid = 0; // 0: none
    bool hasShellEnded = false;
    int signal = 0;
    bool isPromptLost = false;
    bool isOutOfMemory = false; // the kernel ended the command or the shell
    std::uint64_t bytes = 0;
    std::uint64_t skipped = 0;
};

/// Who hears of the command that a shell runs.
class RunListener
{
public:
    virtual ~RunListener() = default;
    virtual std::size_t room() = 0; // when it grows, Shell::resume()
    virtual void started() = 0;
    virtual void output(std::string bytes) = 0;
    virtual void inputWritten(std::size_t bytes) = 0;
    virtual void ended(const RunResult &result) = 0;
};

class ShellHost
{
public:
    virtual ~ShellHost() = default;
    virtual bool ownsStrays() const = 0; // there is no other job or shell
    virtual void shellReady(int id) = 0;
    virtual void shellEnded(int id, int exitCode, int signal) = 0;
    virtual std::int64_t oomKills() const = 0; // in the whole workspace; it only grows
};

/// A shell in a terminal that runs one command after the other.
class Shell
{
public:
    Shell(int id, std::string jobTag, Loop &loop, ShellHost &host);
    ~Shell();
    Shell(const Shell &) = delete;
    Shell &operator=(const Shell &) = delete;

    std::expected<void, SpawnError> start(ShellSpec spec);

    bool run(std::string_view command, RunListener *listener); // false: busy, or not there yet
    void setListener(RunListener *listener); // the command goes on without one; its output is kept
                                             // as far as it fits
    void resume();
    // Notify::Yes: the listener hears of it through inputWritten().
    enum class Notify { No, Yes };
    bool type(std::string bytes, Notify notify = Notify::No); // false: too much waits already
    bool interrupt(int signal);
    bool resize(int rows, int cols);
    void killNow();
    void leaderEnded(int status);

    int id() const { return m_id; }
    pid_t pid() const { return m_pid; }
    pid_t foreground() const;
    bool isReady() const { return m_state != State::Starting; }
    bool isRunning() const
    {
        return m_state == State::Taking || m_state == State::Running || m_state == State::Draining;
    }
    bool hasEnded() const { return m_state == State::Ended || m_hasLeaderEnded; }
    const std::string &cwd() const { return m_result.cwd; }
    const std::string &program() const { return m_program; }

private:
    enum class State {
        Starting, // no prompt yet
        Idle, // at the prompt
        Taking, // the line is typed, the shell has not asked for the command yet
        Running,
        Draining, // the prompt is back; what was printed before is still being sent
        Ended,
    };

    bool openLine(SpawnSpec &program, std::vector<Fd> &childEnds);
    void readTerminal();
    void keep(std::string bytes);
    void readLine();
    void parseLine();
    void take(std::string_view run);
    void prompt(const std::vector<std::string> &fields);
    void lineLost();
    void endRun();
    void typeNow(std::string bytes, Notify notify);
    bool isStartingProgram() const;
    void interruptWhenStarted(int signal);
    bool sendToForeground(int signal);
    void setEcho(bool isOn);
    std::size_t room() const;

    int m_id;
    std::string m_jobTag;
    Loop &m_loop;
    ShellHost &m_host;
    RunListener *m_listener = nullptr;
    ShellDialect m_dialect = ShellDialect::bash();
    std::string m_program;
    pid_t m_pid = 0;
    std::uint64_t m_pidStart = 0;
    State m_state = State::Starting;
    bool m_hasLeaderEnded = false;
    bool m_isTerminalClosed = false;
    Fd m_terminal;
    Fd m_keyboard; // the same terminal, for writing
    Fd m_line;
    Fd m_text;
    Writer m_writer;
    std::deque<std::pair<std::size_t, Notify>> m_typed; // what the writer still holds, in order
    std::string m_lineBuffer;
    std::deque<std::pair<std::string, Notify>>
        m_early; // typed before the shell had taken its command
    std::optional<int> m_earlySignal;
    std::string m_kept; // printed while nobody listened
    std::uint64_t m_skipped = 0;
    std::uint64_t m_run = 0;
    std::size_t m_drainLeft = 0;
    tcflag_t m_userFlags = 0;
    int m_lastStatus = 0;
    RunResult m_result;
    std::int64_t m_oomKills = 0; // when the command began
    Loop::TimerId m_lossTimer = 0;
    Loop::TimerId m_interruptTimer = 0;
    std::chrono::steady_clock::time_point m_takenAt;
    std::shared_ptr<int> m_alive = std::make_shared<int>(0); // for work that is put off
};
