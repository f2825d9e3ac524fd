// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedTopic.h"
#include "telemetry/Alerts.h"

namespace api {

/// "alerts": what needs a person now. The server's own are for admins.
class AlertsTopic : public FeedTopic
{
    Q_OBJECT

public:
    /// @p alerts outlives it.
    explicit AlertsTopic(telemetry::Alerts *alerts);

    void begin() override;
    void end() override;
    core::Task<QList<FeedItem>> items(FeedAudience audience) override;

private:
    telemetry::Alerts *m_alerts;
};

} // namespace api
