// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ShellStreams.h"

#include "Machine.h"
#include "Session.h"

#include <climits>
#include <csignal>

using wire::CancelMode;
using wire::Channel;
using wire::Failure;
using wire::Value;

namespace {

Failure failure(std::string_view code, std::string_view message)
{
    return {.code = std::string(code), .errnum = 0, .message = std::string(message)};
}

std::string defaultShell(const std::vector<std::string> &env)
{
    const std::string bash = findProgram("bash", env);
    if (!bash.empty())
        return bash;
    return findProgram("/bin/bash", env).empty() ? "/bin/sh" : "/bin/bash";
}

} // namespace

StreamOutcome ShellOpening::open(Session &session, std::uint32_t id, const std::string &opid,
                                 Arguments args)
{
    ShellSpec spec;
    spec.program.cwd = args.pathOr("cwd", "/");
    spec.program.env = args.environment();
    spec.rows = static_cast<int>(args.integerOr("rows", 200, 1, USHRT_MAX));
    spec.cols = static_cast<int>(args.integerOr("cols", 256, 1, USHRT_MAX));
    spec.endsLinesInCrLf = args.flag("crlf", false);
    spec.program.argv = {args.has("program") ? args.path("program")
                                             : defaultShell(spec.program.env)};
    if (!args.isFine())
        return std::unexpected(args.failure());
    Machine &machine = session.machine();
    if (machine.shells().size() >= wire::maxShells)
        return std::unexpected(failure(wire::code::limit, "Too many shells at a time"));
    const auto shell = machine.startShell(std::move(spec));
    if (!shell)
        return std::unexpected(Failure::fromErrno(shell.error().errnum, shell.error().what));
    return std::make_unique<ShellOpening>(session, id, opid, (*shell)->id());
}

ShellOpening::ShellOpening(Session &session, std::uint32_t id, std::string opid, int shell)
    : Stream(session, id, std::move(opid))
    , m_shell(shell)
{}

void ShellOpening::cancel(CancelMode)
{
    if (Shell *shell = m_session.machine().shell(m_shell))
        shell->killNow();
}

bool ShellOpening::shellReady(int shell)
{
    if (shell != m_shell)
        return false;
    const Shell &ready = *m_session.machine().shell(shell);
    respond(Value::map({{"shell", shell},
                        {"pid", ready.pid()},
                        {"program", Value::name(ready.program())},
                        {"cwd", Value::name(ready.cwd())}}));
    return true;
}

bool ShellOpening::shellEnded(int shell)
{
    if (shell != m_shell)
        return false;
    respond(std::unexpected(failure(wire::code::io, "The shell ended before its first prompt")));
    return true;
}

StreamOutcome RunStream::open(Session &session, std::uint32_t id, const std::string &opid,
                              Arguments args)
{
    const auto number = static_cast<int>(args.integer("shell", 1, INT_MAX));
    const std::string command = args.text("command");
    if (!args.isFine())
        return std::unexpected(args.failure());
    Shell *shell = session.machine().shell(number);
    if (!shell)
        return std::unexpected(failure(wire::code::notFound, "There is no such shell"));
    auto stream = std::make_unique<RunStream>(session, id, opid, number);
    if (!shell->run(command, stream.get())) {
        stream->m_isOver = true;
        return std::unexpected(failure(wire::code::busy, "The shell runs another command"));
    }
    return stream;
}

RunStream::RunStream(Session &session, std::uint32_t id, std::string opid, int shell)
    : Stream(session, id, std::move(opid))
    , m_shell(shell)
{}

RunStream::~RunStream()
{
    const auto &shells = m_session.machine().shells();
    const auto found = shells.find(m_shell);
    if (!m_isOver && found != shells.end())
        found->second->setListener(nullptr);
}

Shell *RunStream::shell() const
{
    // One whose leader has ended still has output to send.
    const auto &shells = m_session.machine().shells();
    const auto found = shells.find(m_shell);
    return found == shells.end() ? nullptr : found->second.get();
}

void RunStream::data(Channel channel, std::string bytes)
{
    Shell *running = shell();
    if (running && !running->hasEnded() && channel == Channel::Input)
        running->type(std::move(bytes), Shell::Notify::Yes);
    else
        consumed(channel, bytes.size());
}

void RunStream::cancel(CancelMode mode)
{
    Shell *running = shell();
    if (!running || running->hasEnded())
        return;
    if (mode == CancelMode::Now)
        running->killNow();
    else
        running->interrupt(SIGINT);
}

void RunStream::resume()
{
    if (Shell *running = shell())
        running->resume();
}

std::size_t RunStream::room()
{
    return roomFor(Channel::Output);
}

void RunStream::started()
{
    sendEvent(Value::map({{"event", "started"}}));
}

void RunStream::output(std::string bytes)
{
    send(Channel::Output, std::move(bytes));
}

void RunStream::inputWritten(std::size_t bytes)
{
    consumed(Channel::Input, bytes);
}

void RunStream::ended(const RunResult &result)
{
    m_isOver = true;
    const bool hasBackground = result.lastBackgroundPid > 0;
    exit(Value::map({{"exit_code", result.exitCode},
                     {"cwd", Value::name(result.cwd)},
                     {"last_bg_pid", hasBackground ? Value(result.lastBackgroundPid) : Value()},
                     {"ended", result.hasShellEnded},
                     {"signal", result.signal},
                     {"prompt_lost", result.isPromptLost},
                     {"oom", result.isOutOfMemory},
                     {"out_bytes", result.bytes},
                     {"skipped", result.skipped}}));
}
