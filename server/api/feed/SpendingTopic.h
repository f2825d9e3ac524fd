// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedTopic.h"
#include "conversations/Spending.h"

namespace api {

/// "spending", on demand: what each user has spent on models, and how much of their budget that is.
class SpendingTopic : public FeedTopic
{
    Q_OBJECT

public:
    /// @p spending outlives it.
    explicit SpendingTopic(conversations::Spending *spending);

    void begin() override;
    void end() override;
    core::Task<QList<FeedItem>> items(FeedAudience audience) override;

private:
    FeedItem itemOf(const QString &userId) const;

    conversations::Spending *m_spending;
};

} // namespace api
