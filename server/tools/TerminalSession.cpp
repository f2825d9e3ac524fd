// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/TerminalSession.h"

using namespace std::chrono_literals;

namespace tools {

core::Task<std::shared_ptr<TerminalSession>> TerminalSession::open(
    std::shared_ptr<workspace::Channel> channel, workspace::ShellOptions options)
{
    const core::Result<std::shared_ptr<workspace::Shell>> shell = co_await channel->openShell(
        options);
    if (!shell)
        co_return std::unexpected(shell.error());
    co_return std::shared_ptr<TerminalSession>(new TerminalSession(*shell));
}

TerminalSession::TerminalSession(std::shared_ptr<workspace::Shell> shell)
    : m_shell(std::move(shell))
{
    m_result.exitCode = 0;
    m_silence.setSingleShot(true);
    m_total.setSingleShot(true);
    m_longest.setSingleShot(true);
    connect(m_shell.get(), &workspace::Shell::outputReceived, this, &TerminalSession::keepOutput);
    connect(m_shell.get(), &workspace::Shell::commandFinished, this, &TerminalSession::endCommand);
    connect(m_shell.get(), &workspace::Shell::closed, this, &TerminalSession::endShell);
    connect(&m_silence, &QTimer::timeout, this, [this] { m_end.resolve(End::Silent); });
    connect(&m_total, &QTimer::timeout, this, [this] { m_end.resolve(End::TimedOut); });
    connect(&m_longest, &QTimer::timeout, this, &TerminalSession::endOverdue);
}

TerminalSession::~TerminalSession()
{
    close();
}

void TerminalSession::run(const QString &command, std::chrono::milliseconds longest)
{
    m_isOverdue = false;
    if (!m_isAlive)
        return endCommand({.exitCode = -1, .directory = {}, .shellEnded = true});
    m_isRunning = true;
    if (longest.count() > 0)
        m_longest.start(longest);
    m_shell->run(command);
}

void TerminalSession::type(const QByteArray &bytes)
{
    m_shell->input(bytes);
}

QCoro::Task<TerminalSession::End> TerminalSession::wait(Patience patience, std::stop_token stop)
{
    if (!m_isRunning)
        co_return End::Finished;
    m_end = {};
    const core::Deferred<End> end = m_end;
    const std::stop_callback cancel(stop, [end] { end.resolve(End::Cancelled); });
    if (patience.total)
        m_total.start(*patience.total);
    else
        m_silence.start(patience.silence);
    const End reached = co_await end;
    m_total.stop();
    m_silence.stop();
    co_return reached;
}

core::Task<QByteArray> TerminalSession::runQuietly(QString command)
{
    const Scrollback::Content unread = m_output.take();
    const workspace::ShellResult result = m_result;
    const bool isOverdue = m_isOverdue;
    // A failing command before && neither ends a shell under `set -e` nor fires its ERR trap.
    run("{ " + command + QString("\n(exit %1) && :; } 2>/dev/null").arg(qMax(0, result.exitCode)));
    const Patience patience{.total = 5s};
    const End end = co_await wait(patience, std::stop_token());
    if (end != End::Finished)
        co_await interrupt();
    const QByteArray answer = m_output.take().bytes;
    m_output.append(unread.bytes);
    m_result.exitCode = result.exitCode;
    m_result.outOfMemory = result.outOfMemory;
    m_isOverdue = isOverdue;
    if (end != End::Finished)
        co_return core::fail(core::Error::Kind::Cancelled, "The shell did not answer in time.");
    co_return answer;
}

QCoro::Task<> TerminalSession::interrupt()
{
    type("\x03");
    const Patience patience{.total = 2s};
    co_await wait(patience, std::stop_token());
}

/// Asks it to end, as C-c does, and ends the shell when it is still there after a while.
void TerminalSession::endOverdue()
{
    if (std::exchange(m_isOverdue, true))
        return close();
    type("\x03");
    m_longest.start(2s);
}

void TerminalSession::close()
{
    m_shell->disconnect(this);
    m_shell->close();
    endShell();
}

void TerminalSession::keepOutput(const QByteArray &bytes)
{
    m_output.append(bytes);
    if (m_silence.isActive())
        m_silence.start();
}

void TerminalSession::endCommand(const workspace::ShellResult &result)
{
    m_result = result;
    m_isRunning = false;
    m_longest.stop();
    m_isAlive = m_isAlive && !result.shellEnded;
    m_end.resolve(End::Finished);
}

void TerminalSession::endShell()
{
    m_isAlive = false;
    if (m_isRunning)
        endCommand({.exitCode = -1, .directory = {}, .shellEnded = true});
}

} // namespace tools

#include "moc_TerminalSession.cpp"
