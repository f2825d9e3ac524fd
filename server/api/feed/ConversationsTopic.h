// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedTopic.h"
#include "conversations/Watch.h"

namespace api {

/// "conversations": the summary of each that works, waits or changed lately.
class ConversationsTopic : public FeedTopic
{
    Q_OBJECT

public:
    /// Both outlive it.
    ConversationsTopic(conversations::Conversations *conversations, conversations::Watch *watch);

    void begin() override;
    void end() override;
    core::Task<QList<FeedItem>> items(FeedAudience audience) override;

private:
    core::Task<> collect(std::shared_ptr<QMap<QString, FeedItem>> found, FeedAudience audience,
                         std::optional<QString> status);
    static FeedItem itemOf(const conversations::State &state);

    conversations::Conversations *m_conversations;
    conversations::Watch *m_watch;
};

} // namespace api
