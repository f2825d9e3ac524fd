// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedTopic.h"
#include "workspace/Images.h"

namespace api {

/// "images", on demand and for admins: those that are on their way, and what became of them.
class ImagesTopic : public FeedTopic
{
    Q_OBJECT

public:
    /// @p images outlives it.
    explicit ImagesTopic(workspace::Images *images);

    void begin() override;
    void end() override;
    core::Task<QList<FeedItem>> items(FeedAudience audience) override;

private:
    workspace::Images *m_images;
};

} // namespace api
