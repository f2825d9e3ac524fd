// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/SearchRoutes.h"

using namespace api;

SearchRoutes::SearchRoutes(store::History *history, const conversations::HistoryIndex *index)
    : m_history(history)
    , m_index(index)
{}

QList<Route> SearchRoutes::table()
{
    const RouteOptions plain{.tag = "Conversations"};
    return {route(Method::Get, "/search", "searchHistory", this, &SearchRoutes::search, plain)};
}

SearchRoutes::Hit SearchRoutes::hitOf(const store::HistoryHit &found)
{
    Hit hit;
    hit.conversation = found.conversationId;
    hit.title = found.title;
    hit.user = found.userId;
    hit.seq = found.seq;
    hit.event = found.eventId;
    hit.kind = found.kind;
    hit.source = found.source;
    hit.timestamp = found.timestamp;
    for (const store::TextPart &part : found.snippet)
        hit.snippet.append({part.text, part.isMatch});
    return hit;
}

core::Task<SearchRoutes::Hits> SearchRoutes::search(Caller caller, Query<Wanted> query)
{
    if (query->user && !caller.isAdmin())
        co_return std::unexpected(missingScope(Access::Admin));
    store::HistorySearch wanted;
    wanted.userId = query->user.value_or(caller.userId);
    if (wanted.userId == "*")
        wanted.whose = store::Whose::Everybody;
    wanted.text = query->text.text;
    if (query->conversation)
        wanted.conversationId = query->conversation->text;
    if (query->perConversation)
        wanted.perConversation = query->perConversation->value;
    if (query->after)
        wanted.before = query->after->place;
    wanted.limit = query->limit.value;
    const auto page = co_await m_history->search(std::move(wanted));
    if (!page)
        co_return std::unexpected(page.error());
    Hits hits;
    for (const store::HistoryHit &found : page->hits)
        hits.items.append(hitOf(found));
    if (page->next)
        hits.next = json::write(HistoryCursor{*page->next}).toString();
    hits.isComplete = m_index->isComplete();
    co_return hits;
}
