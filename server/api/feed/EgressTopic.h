// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedTopic.h"
#include "workspace/EgressControl.h"

namespace api {

/// "egress", on demand: what workspaces ask to reach, and what was decided. A reader of all users
/// hears of decisions from then on.
class EgressTopic : public FeedTopic
{
    Q_OBJECT

public:
    /// @p control outlives it.
    explicit EgressTopic(workspace::EgressControl *control);

    void begin() override;
    void end() override;
    core::Task<QList<FeedItem>> items(FeedAudience audience) override;

private:
    workspace::EgressControl *m_control;
};

} // namespace api
