// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Client.h"

namespace prompts {

inline llm::TurnPointer turn(model::Message message)
{
    auto made = std::make_shared<llm::Turn>();
    made->message = std::move(message);
    return made;
}

inline model::Message text(model::Role role, const QString &said)
{
    model::Message message;
    message.role = role;
    message.content = model::Contents::ofText(said);
    return message;
}

inline model::Message calls(const QString &said, const QList<model::ToolCall> &made)
{
    model::Message message = said.isEmpty() ? model::Message{} : text(model::Role::Assistant, said);
    message.role = model::Role::Assistant;
    message.toolCalls = made;
    return message;
}

inline model::ToolCall call(const QString &id, const QString &name, const QString &arguments = "{}")
{
    model::ToolCall made;
    made.id = id;
    made.name = name;
    made.arguments = arguments;
    return made;
}

inline model::Message result(const QString &callId, const QString &name, const QStringList &blocks)
{
    model::Message message;
    message.role = model::Role::Tool;
    message.toolCallId = callId;
    message.name = name;
    for (const QString &block : blocks)
        message.content.append(model::TextContent{block});
    return message;
}

inline llm::ToolSchema tool(const QString &name,
                            const QStringList &properties = {"summary", "security_risk"})
{
    QJsonObject described;
    for (const QString &property : properties)
        described.insert(property, QJsonObject{{"type", "string"}});
    return {name, "Does " + name, {{"type", "object"}, {"properties", described}}};
}

inline llm::Request ask(const QString &said)
{
    llm::Request request;
    request.turns = {turn(text(model::Role::System, "Be brief.")),
                     turn(text(model::Role::User, said))};
    return request;
}

} // namespace prompts
