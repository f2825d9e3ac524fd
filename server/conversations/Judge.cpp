// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Judge.h"

#include "conversations/Turn.h"

using conversations::Verdict;
using core::Error;

/// Characters of the newest part of a conversation that a judge reads.
static constexpr qsizetype transcriptLimit = 200'000;

static const QString instructions =
    "You check whether an agent has reached a goal. You get the goal and a transcript of what the "
    "agent did. Trust only what the transcript shows: output of commands, contents of files, "
    "results of tests. What the agent merely claims is no proof. Go through the goal point by "
    "point; one point without proof means that it is not reached.\n\nAnswer with one JSON object "
    "and nothing else: {\"score\": a number from 0 to 1, how sure you are that everything is done, "
    "\"complete\": true or false, \"missing\": \"what is left to do or to prove, in one or two "
    "sentences; empty when nothing is\"}";

static QString transcriptOf(const QList<llm::TurnPointer> &turns)
{
    QStringList parts;
    qsizetype length = 0;
    for (auto turn = turns.rbegin(); turn != turns.rend() && length < transcriptLimit; ++turn) {
        const model::Message &message = (*turn)->message;
        const QString text = message.content.text().trimmed();
        if (message.role == model::Role::System || text.isEmpty())
            continue;
        parts.prepend(json::name(message.role) + ": " + text);
        length += text.size();
    }
    return parts.join("\n\n").right(transcriptLimit);
}

static std::optional<QJsonObject> objectIn(const QString &text)
{
    const qsizetype first = text.indexOf('{');
    const qsizetype last = text.lastIndexOf('}');
    if (first < 0 || last < first)
        return {};
    const core::Result<QJsonValue> value = json::parse(
        text.sliced(first, last - first + 1).toUtf8());
    return value && value->isObject() ? std::optional(value->toObject()) : std::nullopt;
}

Verdict conversations::verdictFrom(const QString &answer)
{
    const std::optional<QJsonObject> object = objectIn(answer);
    if (!object)
        return {0, false, "The judge's answer could not be read."};
    const double score = qBound(0.0, object->value("score").toDouble(), 1.0);
    return {score, object->value("complete").toBool(score >= 1),
            object->value("missing").toString()};
}

core::Task<Verdict> conversations::judge(std::shared_ptr<Conversation> conversation,
                                         QString objective, std::stop_token stop)
{
    model::LlmConfig settings = conversation->agent().llm;
    settings.stream = false;
    const auto client = conversation->client(settings);
    llm::Request request;
    request.conversationId = conversation->id();
    request.turns.append(conversations::turnOf(model::Role::System, instructions));
    request.turns.append(
        conversations::turnOf(model::Role::User, "The goal:\n\n" + objective
                                                     + "\n\nThe transcript:\n\n"
                                                     + transcriptOf(conversation->view().turns())));
    llm::DeltaSink nobody;
    const llm::Outcome outcome = co_await client->complete(std::move(request), std::move(nobody),
                                                           stop);
    if (stop.stop_requested())
        co_return core::fail(Error::Kind::Cancelled, "The judge was not heard out.");
    if (!outcome)
        co_return core::fail(Error::Kind::Upstream, outcome.error().detail);
    conversation->recordUsage(settings, *outcome);
    co_return verdictFrom(outcome->message.content.text());
}
