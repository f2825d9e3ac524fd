// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Operations.h"
#include "Shell.h"

/// `shell.open`: waits for the first prompt.
class ShellOpening : public Stream
{
public:
    static StreamOutcome open(Session &session, std::uint32_t id, const std::string &opid,
                              Arguments args);

    ShellOpening(Session &session, std::uint32_t id, std::string opid, int shell);

    void cancel(wire::CancelMode mode) override;
    bool shellReady(int shell) override;
    bool shellEnded(int shell) override;

private:
    int m_shell;
};

/// `shell.run`: a command of a shell and the peer that watches it.
class RunStream : public Stream, public RunListener
{
public:
    static StreamOutcome open(Session &session, std::uint32_t id, const std::string &opid,
                              Arguments args);

    RunStream(Session &session, std::uint32_t id, std::string opid, int shell);
    ~RunStream() override;

    void data(wire::Channel channel, std::string bytes) override;
    void cancel(wire::CancelMode mode) override;
    void resume() override;

    std::size_t room() override;
    void started() override;
    void output(std::string bytes) override;
    void inputWritten(std::size_t bytes) override;
    void ended(const RunResult &result) override;

private:
    Shell *shell() const;

    int m_shell;
    bool m_isOver = false;
};
