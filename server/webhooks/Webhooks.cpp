// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "webhooks/Webhooks.h"

#include "webhooks/Mailbox.h"

using namespace std::chrono;
using conversations::Conversation;
using conversations::Conversations;
using webhooks::Webhooks;

static constexpr milliseconds stopLimit{2000};

static QJsonObject infoOf(const conversations::State &state)
{
    return state.info(conversations::Skills::Include);
}

Webhooks::Webhooks(const QList<Specification> &specifications, const QByteArray &apiKey,
                   net::Outbound *outbound, Conversations *conversations)
{
    for (const Specification &specification : specifications)
        m_receivers.push_back(std::make_unique<Receiver>(specification, apiKey, outbound));
    if (m_receivers.empty())
        return;
    connect(conversations, &Conversations::loaded, this, &Webhooks::follow);
    connect(conversations, &Conversations::created, this,
            [this](const conversations::State &state) { tellConversation(infoOf(state)); });
    connect(conversations, &Conversations::removing, this,
            [this](const conversations::State &state) {
        QJsonObject info = infoOf(state);
        info.insert("execution_status", "deleting");
        tellConversation(info);
    });
}

Webhooks::~Webhooks() = default;

void Webhooks::follow(const std::shared_ptr<Conversation> &conversation)
{
    // The connections end with the conversation, which they must not keep alive.
    Conversation *followed = conversation.get();
    const QString id = followed->id();
    tellEvent(id, followed->snapshotFrame());
    connect(followed, &Conversation::framePublished, this,
            [this, id](const conversations::Frame &frame) {
        // Pieces of an answer are for who watches; the event that ends it says everything.
        if (!frame.progress)
            tellEvent(id, frame.text);
    });
    connect(followed, &Conversation::steered, this,
            [this, followed] { tellConversation(infoOf(followed->state())); });
    connect(followed, &Conversation::closed, this, [this, id] {
        for (const std::unique_ptr<Receiver> &receiver : m_receivers)
            receiver->flush(id);
    });
}

void Webhooks::tellEvent(const QString &conversationId, const QByteArray &text)
{
    for (const std::unique_ptr<Receiver> &receiver : m_receivers)
        receiver->addEvent(conversationId, text);
}

void Webhooks::tellConversation(const QJsonObject &info)
{
    const QByteArray text = json::text(info);
    for (const std::unique_ptr<Receiver> &receiver : m_receivers)
        receiver->addConversation(text);
}

core::Task<> Webhooks::stop()
{
    std::vector<core::Task<>> ends;
    for (const std::unique_ptr<Receiver> &receiver : m_receivers)
        ends.push_back(receiver->stop(stopLimit));
    for (core::Task<> &end : ends) {
        const core::Result<> ended = co_await end;
        if (!ended)
            co_return ended;
    }
    co_return {};
}

#include "moc_Webhooks.cpp"
