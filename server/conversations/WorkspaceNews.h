// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Runtime.h"

namespace conversations {

/// How the workspace is that a conversation waits for: each new state, and in between how far it
/// is, but not more often than somebody reads.
class WorkspaceNews : public QObject
{
    Q_OBJECT

public:
    static constexpr const char *key = "workspace_state";

    /// @p runtime outlives it.
    WorkspaceNews(workspace::Runtime *runtime, QString workspaceId);

signals:
    /// {state, reason?, position?, stages: [{state, milliseconds}]}
    void told(const QJsonObject &news);

private:
    void look(const QString &workspaceId);

    workspace::Runtime *m_runtime;
    QString m_workspaceId;
    std::optional<workspace::WorkspaceState> m_state; ///< that was told
    std::chrono::steady_clock::time_point m_toldAt;
};

} // namespace conversations
