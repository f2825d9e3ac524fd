// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Question.h"

using core::Error;

static model::Event eventOf(model::Source source, model::EventBody body)
{
    model::Event event;
    event.source = source;
    event.body = std::move(body);
    return event;
}

static model::MessageEvent wrapped(const QString &question)
{
    model::MessageEvent message;
    message.llmMessage.content = model::Contents::ofText(
        "Somebody who watches this conversation has a question. Answer it in words, from what has "
        "happened so far. Call no tool: a call would not be carried out. Afterwards the work goes "
        "on as if nothing had been asked.\n\nThe question: "
        + question);
    return message;
}

/// The prompt of this moment with the question at its end. A call that has no result yet gets one,
/// because no provider takes a prompt with an open call.
static QList<llm::TurnPointer> promptFor(agent::View view, const QString &question)
{
    for (const agent::PendingAction &pending : QList(view.pending())) {
        view.add(eventOf(model::Source::Agent,
                         model::AgentErrorEvent{pending.action.toolName, pending.action.toolCallId,
                                                "This call has no result yet.",
                                                model::Classification::agentAction()}));
    }
    view.add(eventOf(model::Source::User, wrapped(question)));
    return view.turns();
}

static core::Result<QString> firstText(const model::Message &message)
{
    for (const model::Content &content : message.content) {
        const auto *text = std::get_if<model::TextContent>(&content);
        if (text && !text->text.isEmpty())
            return text->text;
    }
    return core::fail(Error::Kind::Upstream, "The model answered without a text.");
}

/// What the conversation's own settings or a budget rule out is no fault of a provider.
static Error unanswered(const llm::Failure &failure)
{
    if (failure.code == "MaxBudgetReached")
        return {Error::Kind::Conflict, failure.detail};
    const bool isOurs = failure.code == "LLMBadRequestError";
    return {isOurs ? Error::Kind::Invalid : Error::Kind::Upstream, failure.detail};
}

core::Task<QString> conversations::ask(std::shared_ptr<Conversation> conversation, QString question,
                                       std::stop_token stop)
{
    const core::Result<> ready = co_await conversation->getReady();
    if (!ready && ready.error().kind != Error::Kind::Unavailable)
        co_return std::unexpected(ready.error());
    model::LlmConfig settings = conversation->agent().llm;
    settings.usageId = "ask-agent-llm";
    settings.stream = false;
    const auto client = conversation->client(settings);
    llm::Request request{promptFor(conversation->view(), question), conversation->toolSchemas(),
                         conversation->id()};
    llm::DeltaSink nobody;
    std::stop_source either;
    const auto end = [either] { either.request_stop(); };
    const std::stop_callback left(stop, end);
    const std::stop_callback closed(conversation->closing(), end);
    const llm::Outcome outcome = co_await client->complete(std::move(request), std::move(nobody),
                                                           either.get_token());
    if (conversation->closing().stop_requested() || (!outcome && outcome.error().cancelled))
        co_return core::fail(Error::Kind::Cancelled, "The question was given up.");
    if (!outcome)
        co_return std::unexpected(unanswered(outcome.error()));
    conversation->recordUsage(settings, *outcome);
    const core::Result<> saved = co_await conversation->committed();
    if (!saved)
        co_return std::unexpected(saved.error());
    co_return firstText(outcome->message);
}
