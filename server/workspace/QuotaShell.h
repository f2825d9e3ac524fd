// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/DiskQuota.h"

namespace workspace {

/// A shell whose commands count as running for a disk quota, and end when it is exceeded.
class QuotaShell : public Shell
{
    Q_OBJECT

public:
    QuotaShell(std::shared_ptr<Shell> shell, std::shared_ptr<DiskQuota> quota);
    ~QuotaShell() override;

    void run(const QString &command) override;
    void input(const QByteArray &bytes) override { m_shell->input(bytes); }
    void close() override { m_shell->close(); }

private:
    void finish(const ShellResult &result);
    void setRunning(bool isRunning);

    std::shared_ptr<Shell> m_shell;
    std::shared_ptr<DiskQuota> m_quota;
    bool m_isRunning = false;
};

} // namespace workspace
