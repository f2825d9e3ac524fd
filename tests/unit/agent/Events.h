// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Event.h"

/// Events as a conversation's log holds them, for tests.
namespace events {

inline model::Event make(model::Source source, model::EventBody body, const QString &id = "id")
{
    model::Event event;
    event.id = id;
    event.timestamp = "2026-11-22T05:59:47.111065";
    event.source = source;
    event.body = std::move(body);
    return event;
}

inline model::Event message(model::Source source, const QString &text)
{
    model::MessageEvent body;
    body.llmMessage.role = source == model::Source::Agent ? model::Role::Assistant
                                                          : model::Role::User;
    body.llmMessage.content = model::Contents::ofText(text);
    return make(source, body);
}

inline model::Event action(const QString &callId, const QString &command = "ls",
                           const QString &response = "r1")
{
    model::ActionEvent body;
    body.action = QJsonObject{{"kind", "TerminalAction"}, {"command", command}};
    body.toolName = "terminal";
    body.toolCallId = callId;
    body.toolCall = {callId, "terminal", "{}", "completion", {}};
    body.llmResponseId = response;
    return make(model::Source::Agent, body, "action-" + callId);
}

inline model::Event observation(const QString &callId, const QString &text = "out")
{
    const QJsonObject object{{"kind", "ThinkObservation"},
                             {"content", QJsonArray{QJsonObject{{"type", "text"}, {"text", text}}}},
                             {"is_error", false}};
    return make(model::Source::Environment,
                model::ObservationEvent{"terminal", callId, object, "action-" + callId, {}});
}

inline model::Event error(const QString &callId, const QString &text = "bad")
{
    return make(model::Source::Agent, model::AgentErrorEvent{"terminal", callId, text, {}});
}

} // namespace events
