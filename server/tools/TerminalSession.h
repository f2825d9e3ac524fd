// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tools/TerminalOutput.h"
#include "workspace/Channel.h"

#include <QTimer>

namespace tools {

/// A conversation's shell: the command it runs, what was printed and not yet read, and waiting for
/// more.
class TerminalSession : public QObject
{
    Q_OBJECT

public:
    enum class End { Finished, Silent, TimedOut, Cancelled };
    /// How long to wait for the end of a command; a total makes silence harmless.
    struct Patience
    {
        std::optional<std::chrono::milliseconds> total;
        std::chrono::milliseconds silence{0};
    };

    static core::Task<std::shared_ptr<TerminalSession>> open(
        std::shared_ptr<workspace::Channel> channel, workspace::ShellOptions options);
    ~TerminalSession() override;

    bool isAlive() const { return m_isAlive; }
    bool isRunning() const { return m_isRunning; }
    /// How the last command ended.
    const workspace::ShellResult &result() const { return m_result; }
    /// The last command was ended because it took too long.
    bool isOverdue() const { return m_isOverdue; }

    /// Ends the command after @p longest, and the shell when that does not help; 0: never.
    void run(const QString &command, std::chrono::milliseconds longest = {});
    void type(const QByteArray &bytes);
    QCoro::Task<End> wait(Patience patience, std::stop_token stop);
    Scrollback::Content takeOutput() { return m_output.take(); }

    /// Runs a command that the user must not notice: $? stays, and what it prints is the answer,
    /// not output. Lines that background jobs print meanwhile are kept for the next reader.
    /// Cancelled when it does not end within 5 seconds.
    core::Task<QByteArray> runQuietly(QString command);
    /// Types C-c and gives the command 2 seconds to end.
    QCoro::Task<> interrupt();
    void close();

private:
    explicit TerminalSession(std::shared_ptr<workspace::Shell> shell);
    void keepOutput(const QByteArray &bytes);
    void endCommand(const workspace::ShellResult &result);
    void endShell();
    void endOverdue();

    std::shared_ptr<workspace::Shell> m_shell;
    Scrollback m_output;
    workspace::ShellResult m_result;
    core::Deferred<End> m_end;
    QTimer m_silence;
    QTimer m_total;
    QTimer m_longest;
    bool m_isOverdue = false;
    bool m_isAlive = true;
    bool m_isRunning = false;
};

} // namespace tools
