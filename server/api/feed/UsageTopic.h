// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedTopic.h"
#include "workspace/UsageSampler.h"
#include "workspace/Workspaces.h"

namespace api {

/// "usage", on demand: what each workspace uses, every two seconds.
class UsageTopic : public FeedTopic
{
    Q_OBJECT

public:
    /// Both outlive it.
    UsageTopic(workspace::UsageSampler *sampler, workspace::Workspaces *workspaces);

    void begin() override;
    void end() override;
    core::Task<QList<FeedItem>> items(FeedAudience audience) override;

private:
    core::Task<> tell(workspace::UsageSample sample);
    core::Task<QString> ownerOf(QString workspaceId);

    workspace::UsageSampler *m_sampler;
    workspace::Workspaces *m_workspaces;
    std::shared_ptr<void> m_watch;
    QHash<QString, QString> m_owners; ///< of workspaces that are ready
};

} // namespace api
