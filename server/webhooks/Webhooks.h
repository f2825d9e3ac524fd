// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversations.h"
#include "webhooks/Receiver.h"

namespace webhooks {

/// Tells the configured webhooks what happens in every conversation, and never makes one wait.
class Webhooks : public QObject
{
    Q_OBJECT

public:
    /// Everything given outlives this. @p apiKey goes along with each request unless it is empty.
    Webhooks(const QList<Specification> &specifications, const QByteArray &apiKey,
             net::Outbound *outbound, conversations::Conversations *conversations);
    ~Webhooks() override;

    /// Delivers what waits, within two seconds; when the conversations have ended.
    core::Task<> stop();

private:
    void follow(const std::shared_ptr<conversations::Conversation> &conversation);
    void tellEvent(const QString &conversationId, const QByteArray &text);
    void tellConversation(const QJsonObject &info);

    std::vector<std::unique_ptr<Receiver>> m_receivers;
};

} // namespace webhooks
