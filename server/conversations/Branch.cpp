// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Branch.h"

using conversations::Branch;
using conversations::State;
using core::Error;

core::Task<Branch> conversations::activeBranch(store::Events *events, State state)
{
    if (state.branchedAt == 0)
        co_return Branch();
    if (!state.leafEventId)
        co_return Branch(QSet<qint64>());
    const core::Result<QList<qint64>> line = co_await events->lineOf(state.id, *state.leafEventId);
    if (!line)
        co_return std::unexpected(line.error());
    co_return Branch(QSet<qint64>(line->begin(), line->end()));
}

core::Task<State> conversations::navigate(Conversations *conversations, QString userId, QString id,
                                          std::optional<QString> eventId)
{
    const auto found = co_await conversations->find(userId, id);
    if (!found && found.error().kind == Error::Kind::NotFound)
        co_return core::fail(Error::Kind::NotFound, "Conversation not found");
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> moved = co_await (*found)->navigate(std::move(eventId));
    if (!moved)
        co_return std::unexpected(moved.error());
    co_return co_await conversations->read(userId, id);
}

/// The agent's last word in @p event, if it is one.
static std::optional<QString> lastWord(const model::Event &event)
{
    if (const auto *action = event.as<model::ActionEvent>(); action && action->toolName == "finish")
        return action->action.value_or(QJsonObject()).value("message").toString();
    if (const auto *message = event.as<model::MessageEvent>();
        message && event.source == model::Source::Agent)
        return message->llmMessage.content.text();
    return {};
}

core::Task<QString> conversations::finalResponse(store::Events *events, State state)
{
    const core::Result<Branch> branch = co_await activeBranch(events, state);
    if (!branch)
        co_return std::unexpected(branch.error());
    store::EventSearch search;
    search.filter.conversationId = state.id;
    search.filter.source = "agent";
    search.order = store::EventOrder::Descending;
    do {
        const auto page = co_await events->page(search);
        if (!page)
            co_return std::unexpected(page.error());
        for (const store::EventRow &row : page->rows) {
            if (!branch->contains(row.seq))
                continue;
            const auto event = model::eventFromJson(QJsonDocument::fromJson(row.body).object());
            const std::optional<QString> word = event ? lastWord(*event) : std::nullopt;
            if (word)
                co_return *word;
        }
        search.cursor = page->next;
    } while (search.cursor);
    co_return QString();
}
