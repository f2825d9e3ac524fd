// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "model/Message.h"
#include "model/Stats.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace llm {

/// One message of a prompt together with its encoding for the wire, so that a conversation that
/// grows by a message encodes only that message. `encoded` belongs to the client that filled it.
struct Turn
{
    model::Message message;
    mutable QByteArray encoded = {};
    mutable const void *encodedBy = nullptr;
};

using TurnPointer = std::shared_ptr<const Turn>;

/// A tool as a model sees it. `parameters` is a JSON Schema of type object.
struct ToolSchema
{
    QString name;
    QString description;
    QJsonObject parameters;
};

/// What is asked of a model.
struct Request
{
    QList<TurnPointer> turns;
    QList<ToolSchema> tools;
    QString conversationId; ///< cache and session key for providers that take one
    QByteArray traceParent = {}; ///< the trace that it is part of, as W3C Trace Context has it
};

/// A piece of an answer that is still being written.
struct Delta
{
    std::optional<QString> content;
    std::optional<QString> reasoningContent;
    QString responseId = {}; ///< the provider's; another one means that the answer starts over
};

using DeltaSink = std::function<void(const Delta &)>;

/// A model's answer, with what it used and cost.
struct Response
{
    QString id; ///< the provider's response id
    model::Message message;
    model::TokenUsage usage;
    double cost = 0;    ///< US dollars; 0 when unknown
    double latency = 0; ///< seconds
};

/// Why a model gave no answer: a code that clients know ("LLMRateLimitError") and the provider's
/// words.
struct Failure
{
    QString code;
    QString detail;
    bool cancelled = false;
};

using Outcome = std::expected<Response, Failure>;

/// A language model behind one wire API. complete() retries as its settings say, streams deltas to
/// @p sink when the settings ask for it and a sink is given, and ends early when @p stop is
/// requested.
class Client
{
public:
    virtual ~Client() = default;
    virtual QCoro::Task<Outcome> complete(Request request, DeltaSink sink,
                                          std::stop_token stop) = 0;
};

} // namespace llm
