// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Workspaces.h"

namespace net {
class Outbound;
}

namespace composition {

/// Asks a program of the operator's what the workspaces of a user are to be, before one of them
/// starts.
class WorkspaceHook
{
public:
    using Check = std::function<core::Task<>(workspace::WorkspaceSettings settings)>;

    /// @p check says whether settings are possible here; @p outbound outlives it.
    WorkspaceHook(QUrl url, net::Outbound *outbound, Check check);

    /// Asks, unless it did within the last minute. Unavailable when the program does not answer in
    /// time, or with settings that cannot be: nothing starts with others instead.
    core::Task<> ask(QString userId);
    /// What was answered last; nothing before that.
    workspace::WorkspaceSettings settings(const QString &userId) const;

private:
    struct Entry
    {
        workspace::WorkspaceSettings settings;
        std::chrono::nanoseconds at{};
    };

    QUrl m_url;
    net::Outbound *m_outbound;
    Check m_check;
    QHash<QString, Entry> m_entries; ///< by user
    int m_waiting = 0;
};

} // namespace composition
