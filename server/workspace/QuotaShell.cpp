// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/QuotaShell.h"

namespace workspace {

QuotaShell::QuotaShell(std::shared_ptr<Shell> shell, std::shared_ptr<DiskQuota> quota)
    : m_shell(std::move(shell))
    , m_quota(std::move(quota))
{
    connect(m_shell.get(), &Shell::outputReceived, this, &Shell::outputReceived);
    connect(m_shell.get(), &Shell::commandFinished, this, &QuotaShell::finish);
    connect(m_shell.get(), &Shell::closed, this, [this] {
        setRunning(false);
        emit closed();
    });
    connect(m_quota.get(), &DiskQuota::exceeded, this, [this](const QString &reason) {
        if (!m_isRunning)
            return;
        emit outputReceived("\r\n" + reason.toUtf8() + "\r\n");
        m_shell->close();
    });
}

QuotaShell::~QuotaShell()
{
    setRunning(false);
}

void QuotaShell::run(const QString &command)
{
    setRunning(true);
    m_shell->run(command);
}

void QuotaShell::finish(const ShellResult &result)
{
    setRunning(false);
    emit commandFinished(result);
}

void QuotaShell::setRunning(bool isRunning)
{
    if (std::exchange(m_isRunning, isRunning) == isRunning)
        return;
    if (isRunning)
        m_quota->begun();
    else
        m_quota->ended();
}

} // namespace workspace

#include "moc_QuotaShell.cpp"
