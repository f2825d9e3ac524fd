// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedTopic.h"
#include "identity/Keys.h"

namespace api {

/// "keys", on demand: each key as GET /keys shows it.
class KeysTopic : public FeedTopic
{
    Q_OBJECT

public:
    /// @p keys outlives it.
    explicit KeysTopic(identity::Keys *keys);

    void begin() override;
    void end() override;
    core::Task<QList<FeedItem>> items(FeedAudience audience) override;

private:
    core::Task<> tell(QString id);

    identity::Keys *m_keys;
};

} // namespace api
