// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Fork.h"

#include "conversations/Quota.h"
#include "conversations/StartRequest.h"
#include "core/Id.h"

using conversations::ForkRequest;
using conversations::State;
using core::Error;

static core::Result<> check(const ForkRequest &request)
{
    if (request.id && !core::canonicalUuid(*request.id))
        return core::fail(Error::Kind::Invalid, "id: is not a UUID",
                          {{{"id"}, "uuid_parsing", "is not a UUID", *request.id}});
    if (request.title && request.title->trimmed().size() > 200)
        return core::fail(
            Error::Kind::Invalid, "title: has more than 200 characters",
            {{{"title"}, "string_too_long", "has more than 200 characters", *request.title}});
    return conversations::checkTags(request.tags);
}

static State forked(const State &source, const ForkRequest &request, const QString &persistenceRoot)
{
    State fork = source;
    fork.children.clear();
    fork.queue.reset();
    fork.queuedAt.reset();
    fork.id = request.id ? *core::canonicalUuid(*request.id) : core::newId();
    fork.createdAt = fork.updatedAt = core::Clock::system().now().count();
    fork.status = model::ExecutionStatus::Idle;
    fork.title.reset();
    if (request.title && !request.title->trimmed().isEmpty())
        fork.title = request.title->trimmed();
    fork.tags = request.tags;
    fork.persistenceDir = persistenceRoot + '/' + core::hexUuid(fork.id);
    fork.forkedFromConversationId = source.id;
    fork.forkedFromEventId = request.fromEventId;
    if (request.resetMetrics)
        fork.stats = conversations::emptyStats(fork.agent);
    return fork;
}

/// Moves the end of @p fork's memory back to the event that it is forked from.
static core::Task<State> endedAt(store::Events *events, QString sourceId, QString eventId,
                                 State fork)
{
    const core::Result<std::optional<qint64>> seq = co_await events->seqOf(sourceId, eventId);
    if (!seq)
        co_return std::unexpected(seq.error());
    if (!*seq)
        co_return core::fail(Error::Kind::NotFound, "Event " + eventId + " not found");
    store::EventSearch search;
    search.filter.conversationId = sourceId;
    search.filter.kind = model::MessageEvent::kind;
    search.filter.source = json::name(model::Source::User);
    search.order = store::EventOrder::Descending;
    search.fromSeq = **seq;
    search.limit = 1;
    const core::Result<store::EventPage> messages = co_await events->page(std::move(search));
    if (!messages)
        co_return std::unexpected(messages.error());
    fork.leafEventId = eventId;
    fork.headIsEmpty = false;
    fork.branchedAt = 0;
    fork.lastUserMessageId.reset();
    if (!messages->rows.isEmpty())
        fork.lastUserMessageId = messages->rows.first().id;
    co_return fork;
}

core::Task<State> conversations::fork(Conversations *conversations, QString userId,
                                      QString sourceId, ForkRequest request)
{
    const core::Result<> checked = check(request);
    if (!checked)
        co_return std::unexpected(checked.error());
    const auto found = co_await conversations->find(userId, sourceId);
    if (!found && found.error().kind == Error::Kind::NotFound)
        co_return core::fail(Error::Kind::NotFound, "Source conversation not found");
    if (!found)
        co_return std::unexpected(found.error());
    const std::shared_ptr<Conversation> source = *found;
    const Services services = conversations->services();
    const core::Result<> room = co_await checkQuota(services, userId);
    if (!room)
        co_return std::unexpected(room.error());
    // Of one moment: what is appended while this waits belongs to the source alone.
    const qint64 length = source->length();
    core::Result<State> state = forked(source->state(), request, services.persistenceRoot);
    const core::Result<> saved = co_await source->committed();
    if (!saved)
        co_return std::unexpected(saved.error());
    if (request.fromEventId)
        state = co_await endedAt(services.events, source->id(), *request.fromEventId, *state);
    if (!state)
        co_return std::unexpected(state.error());
    store::ConversationRow row = state->toRow(*services.vault);
    const core::Result<> copied = co_await services.events->fork(source->id(), std::move(row),
                                                                 length, request.fromEventId);
    if (!copied && copied.error().kind == Error::Kind::Conflict)
        co_return core::fail(Error::Kind::Conflict,
                             "Conversation with id " + state->id + " already exists");
    if (!copied)
        co_return std::unexpected(copied.error());
    // Who watches follows what is in memory, and is told once that it is called otherwise.
    const auto made = co_await conversations->find(userId, state->id);
    if (!made)
        co_return std::unexpected(made.error());
    const std::shared_ptr<Conversation> fork = *made;
    emit fork->amended();
    co_return *state;
}
