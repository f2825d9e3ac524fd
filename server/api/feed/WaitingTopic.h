// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/feed/FeedTopic.h"
#include "conversations/Watch.h"
#include "workspace/EgressQuestions.h"

namespace api {

/// "waiting": the questions that a person has to answer, with all that they need for it. A question
/// has the id of its first action; an answer to it names the ids of its actions.
class WaitingTopic : public FeedTopic
{
    Q_OBJECT

public:
    /// All outlive it.
    WaitingTopic(conversations::Conversations *conversations, conversations::Watch *watch,
                 workspace::EgressQuestions *connections);

    void begin() override;
    void end() override;
    core::Task<QList<FeedItem>> items(FeedAudience audience) override;

private:
    using Followed = std::shared_ptr<conversations::Conversation>;

    void look(const Followed &conversation);
    core::Task<> ask(Followed conversation);
    core::Task<std::optional<FeedItem>> question(Followed conversation);
    void withdraw(const QString &conversationId, const QString &userId);

    conversations::Conversations *m_conversations;
    conversations::Watch *m_watch;
    workspace::EgressQuestions *m_connections;
    QHash<QString, QString> m_asked; ///< ids of questions that were told, by conversation
};

} // namespace api
