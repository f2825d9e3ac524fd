// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed/ConversationsTopic.h"

#include "conversations/Summary.h"

using namespace api;

static constexpr int mostConversations = 200;

ConversationsTopic::ConversationsTopic(conversations::Conversations *conversations,
                                       conversations::Watch *watch)
    : FeedTopic("conversations")
    , m_conversations(conversations)
    , m_watch(watch)
{}

FeedItem ConversationsTopic::itemOf(const conversations::State &state)
{
    QJsonObject item = json::write(conversations::summaryOf(state), json::Nulls::Keep).toObject();
    item.insert("user_id", state.userId);
    return {state.id, state.userId, item};
}

void ConversationsTopic::begin()
{
    connect(m_watch, &conversations::Watch::changed, this,
            [this](const std::shared_ptr<conversations::Conversation> &conversation) {
        emit changed("changed", itemOf(conversation->state()));
    });
    connect(m_watch, &conversations::Watch::removed, this,
            [this](const conversations::State &state) {
        emit changed("removed", {state.id, state.userId, {{"id", state.id}}});
    });
    m_watch->begin();
}

void ConversationsTopic::end()
{
    m_watch->disconnect(this);
    m_watch->end();
}

core::Task<QList<FeedItem>> ConversationsTopic::items(FeedAudience audience)
{
    const auto found = std::make_shared<QMap<QString, FeedItem>>();
    core::Result<> done = co_await collect(found, audience, {});
    for (const char *status : {"running", "waiting_for_confirmation"}) {
        if (done)
            done = co_await collect(found, audience, QString(status));
    }
    if (!done)
        co_return std::unexpected(done.error());
    co_return QList<FeedItem>(found->values());
}

core::Task<> ConversationsTopic::collect(std::shared_ptr<QMap<QString, FeedItem>> found,
                                         FeedAudience audience, std::optional<QString> status)
{
    store::ConversationSearch wanted;
    wanted.userId = audience.userId;
    wanted.whose = audience.isEverybody ? store::Whose::Everybody : store::Whose::OneUser;
    wanted.status = status;
    wanted.order = store::ConversationOrder::UpdatedDescending;
    wanted.limit = mostConversations;
    const core::Result<conversations::Conversations::Page> page = co_await m_conversations->search(
        std::move(wanted));
    if (!page)
        co_return std::unexpected(page.error());
    for (const conversations::State &state : page->states)
        found->insert(state.id, itemOf(state));
    co_return {};
}

#include "moc_ConversationsTopic.cpp"
