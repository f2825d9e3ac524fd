// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedTopic.h"
#include "workspace/Workspaces.h"

#include <QSet>

namespace api {

/// "workspaces": each one as it is now.
class WorkspacesTopic : public FeedTopic
{
    Q_OBJECT

public:
    /// Both outlive it.
    WorkspacesTopic(workspace::Workspaces *workspaces, workspace::Runtime *runtime);

    void begin() override;
    void end() override;
    core::Task<QList<FeedItem>> items(FeedAudience audience) override;

private:
    void touch(const QString &id);
    core::Task<> look(QString id);
    core::Task<> lookAtDefault(QString userId);
    void leave(const QString &userId, const QString &id);
    FeedItem itemOf(const workspace::Workspace &workspace);

    workspace::Workspaces *m_workspaces;
    workspace::Runtime *m_runtime;
    QSet<QString> m_touched; ///< ids that will be looked at
    QHash<QString, QString> m_owners; ///< of those that were told
};

} // namespace api
